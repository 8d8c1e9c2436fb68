from odoo import fields, models


class AftersalesContractVisitLine(models.Model):
    """What was looked at on a car: measured, in which state, what is advised."""
    _name = 'aftersales.contract.visit.line'
    _description = "Check of a Visit"
    _inherit = ['aftersales.frozen.part.mixin']
    _order = 'id'
    _check_company_auto = True
    _frozen_with = 'visit_id'

    visit_id = fields.Many2one(
        'aftersales.contract.visit', string="Visit under a Contract", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='visit_id.company_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(
        'fleet.vehicle', string="Car", required=True, index=True, check_company=True, ondelete='restrict')
    name = fields.Char(string="Check", required=True, max_length=120)
    value = fields.Float(string="Measured Value", digits=(12, 2), bounds=(-1e6, 1e6))
    unit = fields.Char(string="Unit", max_length=16)
    condition = fields.Selection([
        ('good', "In Good State"), ('watch', "To Be Watched"), ('replace', "To Be Replaced"), ('none', "Not on This Car"),
    ], string="State")
    advice = fields.Char(string="Advice", max_length=200, help="What is proposed, and until when.")

    def _get_shown(self):
        self.ensure_one()
        return [
            self.vehicle_id.license_plate or '', self.name or '', self.value, self.unit or '', self.condition or '',
            self.advice or '']
