from odoo import api, fields, models


class AftersalesEquipmentCareDone(models.Model):
    """Care that was done, by whom: made by the button of the care plan, and kept."""
    _name = 'aftersales.equipment.care.done'
    _description = "Care Done"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'point'
    _check_company_auto = True

    care_id = fields.Many2one(
        'aftersales.equipment.care', string="Care Point", required=True, readonly=True, index=True, ondelete='restrict')
    equipment_id = fields.Many2one(
        'maintenance.equipment', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='equipment_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(
        related='equipment_id.workshop_id', string="Outlet", store=True, index='btree_not_null', precompute=True)
    point = fields.Char(string="What Was Done", readonly=True, help="Point, lubricant and quantity as they were planned then.")
    due_date = fields.Date(string="Was Due", readonly=True)
    date = fields.Datetime(string="Done On", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Done By", required=True, readonly=True, ondelete='restrict', index=True,
        default=lambda self: self.env.user)
    days_late = fields.Integer(string="Days Late", compute='_compute_days_late', store=True, aggregator='max')

    @api.depends('due_date', 'date')
    def _compute_days_late(self):
        for done in self:
            day = done.workshop_id._get_local_day(done.date) if done.due_date and done.workshop_id else done.due_date
            done.days_late = max((day - done.due_date).days, 0) if day else 0
