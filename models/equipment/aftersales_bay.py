from odoo import fields, models


class AftersalesBay(models.Model):
    """A bay waits for its equipment."""
    _inherit = 'aftersales.bay'

    equipment_ids = fields.One2many('maintenance.equipment', 'bay_id', string="Equipment")
    shut_text = fields.Char(string="Shut", compute='_compute_shut_text', compute_sudo=True)

    def _compute_shut_text(self):
        now, spans = fields.Datetime.now(), self._get_shut_spans()
        for bay in self:
            bay.shut_text = ' '.join(
                words for start, stop, words in spans.get(bay.id, ()) if start <= now < stop) or False

    def _get_shut_spans(self):
        """When bays may not be used, because of what stands in them.

        :return: dict of the bay's id: [(start, stop, sentence)], naive UTC
        """
        # sudo: a bay is shut for whoever wants to use it
        equipment = self.env['maintenance.equipment'].sudo().search([('bay_id', 'in', self.ids)], order='id')
        spans = {}
        for piece, found in equipment._get_shut_spans().items():
            spans.setdefault(piece.bay_id.id, []).extend(found)
        return spans
