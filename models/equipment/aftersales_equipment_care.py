from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class AftersalesEquipmentCare(models.Model):
    """A point of the care plan, the "five fixed" (五定): point, lubricant, quantity, interval, person."""
    _name = 'aftersales.equipment.care'
    _description = "Care of Equipment"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.log.mixin']
    _order = 'due_date, id'
    _rec_name = 'point'
    _check_company_auto = True

    active = fields.Boolean(default=True, tracking=True)
    equipment_id = fields.Many2one(
        'maintenance.equipment', required=True, index=True, ondelete='restrict', domain="[('workshop_id', '!=', False)]")
    company_id = fields.Many2one(related='equipment_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(
        related='equipment_id.workshop_id', string="Outlet", store=True, index='btree_not_null', precompute=True)
    point = fields.Char(
        string="Point of Care", required=True, max_length=120, tracking=True,
        help="What is looked at, cleaned or greased.")
    lubricant = fields.Char(max_length=60, tracking=True)
    quantity = fields.Char(max_length=40, tracking=True, help="With its unit: 20 ml, two strokes.")
    interval = fields.Selection(
        [('1', "Daily"), ('7', "Weekly"), ('30', "Monthly"), ('91', "Quarterly"), ('365', "Yearly")],
        required=True, default='7', tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Person", index='btree_not_null', ondelete='restrict', tracking=True,
        domain="[('share', '=', False)]", help="Empty: the keeper of the equipment.")
    done_ids = fields.One2many('aftersales.equipment.care.done', 'care_id', string="Done")
    done_date = fields.Date(string="Last Done", readonly=True, copy=False)
    due_date = fields.Date(
        string="Due", compute='_compute_due_date', store=True, index=True, precompute=True)
    is_due = fields.Boolean(string="Due Now", compute='_compute_is_due', search='_search_is_due')
    is_mine = fields.Boolean(string="Mine", compute='_compute_is_mine', search='_search_is_mine')

    @api.depends('done_date', 'interval')
    def _compute_due_date(self):
        """What was never done is due from the day it was planned."""
        for care in self:
            care.due_date = (
                care.done_date + timedelta(days=int(care.interval)) if care.done_date
                else care.due_date or fields.Date.context_today(care))

    @api.depends('due_date', 'workshop_id')
    def _compute_is_due(self):
        today = self.equipment_id._get_today_by_outlet()
        for care in self:
            care.is_due = bool(care.workshop_id and care.due_date and care.due_date <= today[care.workshop_id])

    def _search_is_due(self, operator, value):
        if operator != 'in':
            return NotImplemented
        due = Domain('due_date', '<=', fields.Date.context_today(self))
        return due if True in value else ~due

    @api.depends('user_id', 'equipment_id.keeper_id')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        for care in self:
            care.is_mine = (care.user_id or care.equipment_id.keeper_id) == self.env.user

    def _search_is_mine(self, operator, value):
        if operator != 'in':
            return NotImplemented
        mine = Domain('user_id', '=', self.env.uid) | (
            Domain('user_id', '=', False) & Domain('equipment_id.keeper_id', '=', self.env.uid))
        return mine if True in value else ~mine

    def action_done(self):
        """It was done by whoever is logged in, now; twice on a day is once."""
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_use_tool'):
            raise AccessError(self.env._("Care is signed off by those who work in the workshop."))
        today = self.equipment_id._get_today_by_outlet()
        open_care = self.filtered(lambda care: care.workshop_id and care.done_date != today[care.workshop_id])
        # sudo: what was done and when is signed off by the button
        self.env['aftersales.equipment.care.done'].sudo().create([care._prepare_done_vals() for care in open_care])
        for care in open_care.sudo():
            care.done_date = today[care.workshop_id]

    def _prepare_done_vals(self):
        self.ensure_one()
        return {
            'care_id': self.id, 'equipment_id': self.equipment_id.id, 'due_date': self.due_date,
            'point': ' · '.join(filter(None, (self.point, self.lubricant, self.quantity)))}
