from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.words import say_stamp


class MaintenanceRequest(models.Model):
    """A fault of workshop equipment: what was wrong and why, what it cost, how long it stood still."""
    _name = 'maintenance.request'
    _inherit = ['aftersales.log.mixin', 'maintenance.request']

    workshop_id = fields.Many2one(
        related='equipment_id.workshop_id', string="Outlet", store=True, index='btree_not_null', precompute=True)
    bay_id = fields.Many2one(related='equipment_id.bay_id', string="Stands In")
    reported_id = fields.Many2one(
        'res.users', string="Reported By", readonly=True, copy=False, default=lambda self: self.env.user)
    fault_cause = fields.Char(string="Cause", max_length=200, tracking=True)
    currency_id = fields.Many2one(related='company_id.currency_id', string="Currency", export_string_translation=False)
    fault_cost = fields.Monetary(string="Cost of Repair", bounds=(0, 10 ** 9), tracking=True)
    down_from = fields.Datetime(string="Stands Still Since", tracking=True, copy=False)
    down_until = fields.Datetime(string="Stands Still Until", tracking=True, copy=False, help="Empty while it does.")
    downtime_hours = fields.Float(
        string="Downtime", compute='_compute_downtime_hours', store=True, help="Hours from the first to the last.")
    is_down = fields.Boolean(string="Stands Still", compute='_compute_is_down', search='_search_is_down')
    shuts_bay = fields.Boolean(
        string="Shuts the Bay", tracking=True, help="While it stands still, its bay is neither booked nor planned.")

    time_ids = fields.One2many(
        'aftersales.time.entry', 'fault_id', string="Time", copy=False, groups='aftersales.group_user')
    work_hours = fields.Float(
        string="Hours of Repair", compute='_compute_work_hours', compute_sudo=True,
        help="Clocked on this fault, as internal work of class D.")

    @api.depends('time_ids.hours')
    def _compute_work_hours(self):
        rows = self.env['aftersales.time.entry']._read_group([('fault_id', 'in', self.ids)], ['fault_id'], ['hours:sum'])
        hours = {fault.id: total for fault, total in rows}
        for request in self:
            request.work_hours = hours.get(request._origin.id, 0.0)

    @api.depends('down_from', 'down_until')
    def _compute_downtime_hours(self):
        for request in self:
            request.downtime_hours = (
                (request.down_until - request.down_from).total_seconds() / 3600
                if request.down_from and request.down_until else 0.0)

    @api.depends('down_from', 'down_until', 'archive')
    def _compute_is_down(self):
        now = fields.Datetime.now()
        for request in self:
            request.is_down = bool(
                request.down_from and request.down_from <= now and not request.archive
                and (not request.down_until or request.down_until > now))

    def _search_is_down(self, operator, value):
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        down = Domain('archive', '=', False) & Domain('down_from', '<=', now) & (
            Domain('down_until', '=', False) | Domain('down_until', '>', now))
        return down if True in value else ~down

    @api.constrains('down_from', 'down_until')
    def _check_down_dates(self):
        for request in self:
            if request.down_until and (not request.down_from or request.down_until < request.down_from):
                raise ValidationError(self.env._(
                    "Fault “%(fault)s”: enter from when it stands still, and an end after it.", fault=request.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        for request in self:
            if request.workshop_id:
                raise UserError(self.env._(
                    "Fault “%(fault)s” of %(equipment)s is kept. Archive it instead of deleting it.",
                    fault=request.name, equipment=request.equipment_id.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        """Company and team are those of the equipment: core's defaults are of whoever reports."""
        equipment = self.env['maintenance.equipment'].browse(
            vals['equipment_id'] for vals in vals_list if vals.get('equipment_id'))
        given = {piece.id: piece for piece in equipment.sudo().filtered('workshop_id')}  # sudo: as core reads them
        for vals in vals_list:
            if piece := given.get(vals.get('equipment_id')):
                vals.setdefault('company_id', piece.company_id.id)
                if piece.maintenance_team_id:
                    vals.setdefault('maintenance_team_id', piece.maintenance_team_id.id)
        return super().create(vals_list)

    def write(self, vals):
        """What is repaired works again."""
        result = super().write(vals)
        if vals.get('stage_id'):
            ended = self.filtered(lambda request: request.stage_id.done and request.down_from and not request.down_until)
            for request in ended:
                request.down_until = max(fields.Datetime.now(), request.down_from)
        return result

    def action_clock_repair(self):
        """The clock of whoever is logged in runs on this fault, as work of class D."""
        self.check_access('read')
        if len(self) != 1 or not self.workshop_id:
            raise UserError(self.env._("Choose one fault of workshop equipment to work on."))
        self.equipment_id._clock_upkeep(self)

    def action_works_again(self):
        """It works again, from now on."""
        self.check_access('write')
        for request in self.filtered('is_down'):
            request.down_until = fields.Datetime.now()

    def _say_down(self):
        self.ensure_one()
        tz = self.workshop_id._get_tz()
        if self.down_until:
            return self.env._(
                "%(equipment)s is out of order from %(start)s to %(stop)s: %(fault)s.", fault=self.name,
                equipment=self.equipment_id.display_name, start=say_stamp(self.env, self.down_from, tz),
                stop=say_stamp(self.env, self.down_until, tz))
        return self.env._(
            "%(equipment)s is out of order since %(start)s: %(fault)s.", fault=self.name,
            equipment=self.equipment_id.display_name, start=say_stamp(self.env, self.down_from, tz))
