from odoo import api, fields, models

# Where cars are finished or looked at, not worked on.
SERVICE_KINDS = ('wash', 'inspection')


class AftersalesBay(models.Model):
    _inherit = 'aftersales.bay'

    is_bookable = fields.Boolean(
        string="Taken by Bookings", compute='_compute_is_bookable', store=True, readonly=False, precompute=True,
        help="Appointments are given this bay by themselves.")
    skill_ids = fields.Many2many(
        'hr.skill', 'aftersales_bay_skill_rel', 'bay_id', 'skill_id', string="Kept for",
        help="Only work that needs one of these skills is booked here. Empty: any work.")

    @api.depends('kind')
    def _compute_is_bookable(self):
        for bay in self:
            bay.is_bookable = bay.kind not in SERVICE_KINDS
