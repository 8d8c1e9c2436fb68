from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesSlotSearch(models.TransientModel):
    """Free times for some work, to be clicked: for a new appointment, or as another time for one (C2)."""
    _name = 'aftersales.slot.search'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Slot Finder"

    appointment_id = fields.Many2one('aftersales.appointment', readonly=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True,
        compute='_compute_from_appointment', store=True, readonly=False, precompute=True)
    vehicle_id = fields.Many2one('fleet.vehicle')
    operation_ids = fields.Many2many('aftersales.operation', string="Operations")
    menu_ids = fields.Many2many('aftersales.menu', string="Menus")
    planned_hours = fields.Float(
        compute='_compute_from_appointment', store=True, readonly=False, precompute=True, bounds=(0, 200))
    skill_id = fields.Many2one(
        'hr.skill', string="Needed Skill",
        compute='_compute_from_appointment', store=True, readonly=False, precompute=True)
    is_waiter = fields.Boolean(
        string="Customer Waits", compute='_compute_from_appointment', store=True, readonly=False, precompute=True)
    technician_id = fields.Many2one('hr.employee')
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    slot_days = fields.Json(compute='_compute_slot_days')

    # === COMPUTE METHODS ===#

    def _compute_display_name(self):
        for search in self:
            search.display_name = self.env._("Free Slots")

    @api.depends('appointment_id', 'operation_ids', 'menu_ids', 'vehicle_id')
    def _compute_from_appointment(self):
        for search in self:
            source = search.appointment_id
            if not source:
                source = self.env['aftersales.appointment'].new({
                    'workshop_id': (search.workshop_id or source._default_workshop_id()).id,
                    'vehicle_id': search.vehicle_id.id,
                    'operation_ids': search.operation_ids.ids,
                    'menu_ids': search.menu_ids.ids,
                })
            search.workshop_id = source.workshop_id
            search.planned_hours = source.planned_hours
            search.skill_id = source.skill_id
            search.is_waiter = source.is_waiter or search.is_waiter

    @api.depends('workshop_id', 'planned_hours', 'skill_id', 'is_waiter', 'technician_id', 'date_from')
    def _compute_slot_days(self):
        for search in self:
            search.slot_days = search.workshop_id and search.date_from and search.workshop_id.get_free_days(
                search.date_from, hours=search.planned_hours, skill_id=search.skill_id.id,
                is_waiter=search.is_waiter, technician_id=search.technician_id.id,
                appointment_id=search.appointment_id.id,
            )

    # === ACTION METHODS ===#

    def action_pick(self, start):
        """Take a slot: open the appointment to be filled in, or move the one another time was looked for.

        :param str start: naive UTC, as ``get_free_days`` named it
        """
        self.ensure_one()
        if not start:
            raise UserError(self.env._("Choose one of the times shown."))
        self.env['aftersales.appointment']._read_inputs({'start': start})
        start = fields.Datetime.to_datetime(start)
        if self.appointment_id:
            self._move_appointment(start)
            return {'type': 'ir.actions.act_window_close'}
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'aftersales.appointment',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'context': {
                'default_start': fields.Datetime.to_string(start),
                'default_workshop_id': self.workshop_id.id,
                'default_vehicle_id': self.vehicle_id.id,
                'default_operation_ids': self.operation_ids.ids,
                'default_menu_ids': self.menu_ids.ids,
                'default_planned_hours': self.planned_hours,
                'default_skill_id': self.skill_id.id,
                'default_is_waiter': self.is_waiter,
                'default_technician_id': self.technician_id.id,
            },
        }

    def _move_appointment(self, start):
        vals = {'start': start}
        if self.technician_id:
            vals['technician_id'] = self.technician_id.id
        if self.appointment_id.state not in ('booked', 'confirmed'):
            vals['state'] = 'booked'
        self.appointment_id.write(vals)

    def action_next_week(self):
        return self._shift(timedelta(days=7))

    def action_previous_week(self):
        return self._shift(timedelta(days=-7))

    def _shift(self, delta):
        self.ensure_one()
        self.date_from = max(self.date_from + delta, self.workshop_id._get_local_day(fields.Datetime.now()))
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self.id,
            'view_mode': 'form',
            'target': 'new' if self.appointment_id else 'current',
        }
