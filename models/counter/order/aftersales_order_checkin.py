from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.aftersales.models.base.entries import Alert
from odoo.addons.aftersales.models.base.words import say_stamp

JOB_NAME_LENGTH = 80


class AftersalesOrder(models.Model):
    """The car comes in (D2, D3) and goes on to the workshop (D7)."""

    _inherit = 'aftersales.order'

    checkin_ids = fields.One2many('aftersales.checkin', 'order_id', groups='aftersales.group_user')
    checkin_id = fields.Many2one(
        'aftersales.checkin', string="Check-in", compute='_compute_checkin_id', compute_sudo=True, search='_search_checkin_id')
    checkin_state = fields.Selection(related='checkin_id.state', string="Check-in Status")
    missing_details = fields.Char(related='vehicle_id.missing_details', string="Missing in the File")

    handover_date = fields.Datetime(string="Handed Over On", readonly=True, copy=False)
    handover_user_id = fields.Many2one(
        'res.users', string="Handed Over By", readonly=True, copy=False)
    handover_employee_id = fields.Many2one(
        'hr.employee', string="Workshop's Receiver", readonly=True, copy=False, tracking=True,
        help="Who took the car and its key over for the workshop.",
    )

    # === COMPUTE METHODS ===#

    @api.depends('checkin_ids')
    def _compute_checkin_id(self):
        for order in self:
            order.checkin_id = order.checkin_ids[:1]

    def _search_checkin_id(self, operator, value):
        return Domain('checkin_ids', operator, value)

    # === ACTION METHODS ===#

    def action_check_in(self):
        """Open the check-in of the order; made at the first call."""
        self.ensure_one()
        self._check_unlocked()
        if not self.checkin_id:
            self.env['aftersales.checkin'].create({'order_id': self.id})
        return {
            'type': 'ir.actions.act_window',
            'name': self.checkin_id.display_name,
            'res_model': 'aftersales.checkin',
            'res_id': self.checkin_id.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
        }

    def action_view_check_in(self):
        """Read the check-in, of a closed order too."""
        self.ensure_one()
        return self.checkin_id._get_records_action()

    def action_view_file(self):
        """The file of the car and its owner, to complete it."""
        self.ensure_one()
        return self.vehicle_id._get_records_action(
            views=[(self.env.ref('aftersales.fleet_vehicle_view_form').id, 'form')])

    def action_hand_over(self):
        """Ask who of the workshop takes the car over."""
        self._check_may_be_handed_over()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Hand Over to the Workshop"),
            'res_model': 'aftersales.handover.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_order_ids': self.ids},
        }

    # === BUSINESS METHODS ===#

    def _make_concern_jobs(self):
        """A job a line of the customer's words that no job speaks of yet."""
        for order in self:
            known = {(job.concern or '').strip() for job in order.job_ids}
            lines = dict.fromkeys(line.strip(' \t-•·') for line in (order.concern or '').splitlines())
            new = [line for line in lines if line and line not in known]
            silent = order.job_ids.filtered(lambda job: job._is_live() and not job.concern and not job._is_empty())
            if len(new) == len(silent) == 1:
                silent.concern = new[0]  # what was booked is for what the customer says
                continue
            order.job_ids = [Command.create({'name': line[:JOB_NAME_LENGTH], 'concern': line}) for line in new]

    def _check_may_be_handed_over(self):
        self.check_access('write')
        for order in self:
            if not order.is_in_house:
                raise UserError(self.env._(
                    "%(order)s is %(state)s: only a received car is handed over to the workshop.",
                    order=order.name, state=order._get_state_label(order.state),
                ))
            if order.handover_date:
                raise UserError(self.env._(
                    "%(order)s was handed over to %(employee)s already, on %(date)s.",
                    order=order.name, employee=order.handover_employee_id.name,
                    date=say_stamp(self.env, order.handover_date, order.workshop_id._get_tz()),
                ))

    def _hand_over(self, employee):
        """The workshop answers for the car from now on."""
        self._check_may_be_handed_over()
        # sudo: a stamp of the system, like those of the order's life
        self.sudo().write({
            'handover_date': fields.Datetime.now(),
            'handover_user_id': self.env.uid,
            'handover_employee_id': employee.id,
        })

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.missing_details:
            deadline = self.vehicle_id.file_deadline
            alerts.append(Alert(
                'warning' if deadline and deadline < fields.Datetime.now() else 'info',
                self.env._("Missing in the customer's file: %(details)s", details=self.missing_details), 'action_view_file',
            ))
        return alerts
