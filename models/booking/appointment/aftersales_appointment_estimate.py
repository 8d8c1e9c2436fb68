from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesAppointment(models.Model):
    """The car comes for what was estimated before: the estimate becomes its order."""

    _inherit = 'aftersales.appointment'

    estimate_id = fields.Many2one(
        'aftersales.order', string="For Estimate", readonly=True, copy=False, index='btree_not_null',
        check_company=True, ondelete='set null', help="The estimate that becomes the repair order when the car is here.")
    open_estimate_id = fields.Many2one('aftersales.order', string="Open Estimate", compute='_compute_open_estimate_id')

    @api.depends('vehicle_id', 'operation_ids', 'menu_ids', 'workshop_id', 'order_id')
    def _compute_open_estimate_id(self):
        for appointment in self:
            has_come = appointment.order_id or not appointment.vehicle_id
            appointment.open_estimate_id = not has_come and appointment._new_order()._find_open_estimates()[:1]

    # === ACTION METHODS ===#

    def action_use_estimate(self):
        """The car is booked for what was estimated; nothing is written a second time."""
        self.ensure_one()
        self.check_access('write')
        if self.order_id or not self.open_estimate_id:
            raise UserError(self.env._(
                "No open estimate of %(appointment)s is left. Reload the page to see what happened.",
                appointment=self.display_name))
        # sudo: the link is the system's
        self.sudo().estimate_id = self.open_estimate_id
        # As long as it is estimated, not as long as a visit of which nothing is known: the promise hangs on it.
        self.write(self._prepare_estimate_needs())

    def action_leave_estimate(self):
        self.check_access('write')
        left = self.filtered(lambda appointment: appointment.estimate_id and not appointment.order_id)
        left.sudo().estimate_id = False  # sudo: see above
        for appointment in left:
            appointment.planned_hours = appointment._get_known_hours() or 1.0

    # === BUSINESS METHODS ===#

    def _prepare_estimate_needs(self):
        """Hours and skill of what was estimated, where more than the appointment knows."""
        self.ensure_one()
        jobs = self.estimate_id.job_ids.filtered(lambda job: job._is_live() and not job._is_empty())
        hours = sum(job._get_hours_to_plan() for job in jobs)
        knows_work = bool(self._get_operations())
        needs = {'planned_hours': max(hours, self.planned_hours) if knows_work and hours else hours or self.planned_hours}
        if not self.skill_id:
            longest = jobs.filtered('skill_id').sorted('flat_rate_hours', reverse=True)[:1]
            needs['skill_id'] = longest.skill_id.id
        return needs

    def _get_usable_estimate(self):
        """The estimate that becomes the order now, unless it was used, cancelled or has another car by now."""
        self.ensure_one()
        estimate = self.estimate_id
        is_usable = estimate.state == 'draft' and estimate.vehicle_id == self.vehicle_id and not estimate.appointment_ids
        return estimate if is_usable else estimate.browse()
