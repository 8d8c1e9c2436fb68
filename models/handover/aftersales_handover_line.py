from odoo import api, fields, models

from .aftersales_handover_point import KINDS, SECTIONS


class AftersalesHandoverLine(models.Model):
    """A point of a hand-over, in the words of its day."""
    _name = 'aftersales.handover.line'
    _description = "Checked Point of a Hand-Over"
    _inherit = ['aftersales.frozen.part.mixin']
    _order = 'handover_id.id, sequence, id'
    _check_company_auto = True
    _frozen_with = 'handover_id'

    handover_id = fields.Many2one('aftersales.handover', string="Hand-Over", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='handover_id.company_id', store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Point", required=True)
    instruction = fields.Char()
    kind = fields.Selection(KINDS, required=True, default='inspection')
    car_part = fields.Selection(SECTIONS, required=True, default='exterior')
    result = fields.Selection(
        [('ok', "In Order"), ('defect', "Defect"), ('none', "Does Not Apply")], string="Finding")
    finding_text = fields.Char(string="What Is Wrong", max_length=200)
    photo = fields.Image(max_width=1920, max_height=1920)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._read_inputs(vals) for vals in vals_list])
        lines.filtered(lambda line: line.kind == 'inspection').handover_id._take_back_inspection()
        return lines

    def write(self, vals):
        inspected = self.filtered(lambda line: line.kind == 'inspection').handover_id
        result = super().write(self._read_inputs(vals))
        (inspected | self.filtered(lambda line: line.kind == 'inspection').handover_id)._take_back_inspection()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_takes_back_inspection(self):
        self.filtered(lambda line: line.kind == 'inspection').handover_id._take_back_inspection()
