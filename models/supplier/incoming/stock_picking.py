from odoo import fields, models

READERS = 'aftersales.group_parts'


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    aftersales_check_count = fields.Integer(compute='_compute_aftersales_check_count', groups=READERS)

    def _compute_aftersales_check_count(self):
        counts = dict(self.env['aftersales.incoming.check']._read_group(
            [('picking_id', 'in', self.ids)], ['picking_id'], ['__count']))
        for picking in self:
            picking.aftersales_check_count = counts.get(picking._origin, 0)

    def action_view_aftersales_checks(self):
        """What the inspection of this receipt says."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_incoming_checks')
        return {**action, 'domain': [('picking_id', '=', self.id)], 'context': {}}
