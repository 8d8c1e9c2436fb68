from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Who lets equipment be used without calibration answers for it for so long at most.
MOST_DAYS = 31


class AftersalesEquipmentLift(models.Model):
    """A manager's word that equipment is used for a while although its calibration is overdue; kept as it was given."""
    _name = 'aftersales.equipment.lift'
    _description = "Use without Calibration"
    _inherit = ['aftersales.reason.mixin', 'aftersales.system.values.mixin']
    _order = 'id desc'
    _rec_name = 'equipment_id'
    _check_company_auto = True

    equipment_id = fields.Many2one('maintenance.equipment', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='equipment_id.company_id', store=True, index=True, precompute=True)
    due_date = fields.Date(string="Was Due", readonly=True, help="The date the word was given for.")
    allowed_until = fields.Date(string="Allowed Until", required=True)
    reason = fields.Char(max_length=200)
    user_id = fields.Many2one(
        'res.users', string="Allowed By", readonly=True, default=lambda self: self.env.user, ondelete='restrict')
    date = fields.Datetime(string="Allowed On", readonly=True, default=fields.Datetime.now)

    @api.model_create_multi
    def create(self, vals_list):
        lifts = super().create(vals_list)
        for lift in lifts:
            equipment = lift.equipment_id
            if not equipment.is_check_overdue:
                raise UserError(self.env._(
                    "Calibration of %(equipment)s is not overdue: there is nothing to allow.", equipment=equipment.name))
            today = equipment.workshop_id._get_local_day(fields.Datetime.now())
            if not today <= lift.allowed_until <= today + timedelta(days=MOST_DAYS):
                raise UserError(self.env._(
                    "%(equipment)s: choose a day from today on, %(days)s days ahead at most.",
                    equipment=equipment.name, days=MOST_DAYS))
            lift.sudo().due_date = equipment.check_due_date  # sudo: what it was given for is the system's
        lifts.equipment_id.invalidate_recordset(['lifted_until', 'shut_text'])
        return lifts

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("What was allowed is kept as it was. Allow it anew, or enter the calibration."))
        return super().write(vals)
