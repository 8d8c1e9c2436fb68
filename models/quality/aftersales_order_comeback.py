from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.aftersales.models.base.entries import Alert

MAX_SHOWN = 5


class AftersalesOrder(models.Model):
    """What earlier visits did that we still answer for: shown at booking and check-in (F2, F3)."""
    _inherit = 'aftersales.order'

    @api.depends('concern', 'job_ids.operation_id', 'job_ids.concern', 'job_ids.skill_id', 'job_ids.comeback_of_id')
    def _compute_alert_html(self):
        return super()._compute_alert_html()

    # === ACTION METHODS ===#

    def action_view_earlier_jobs(self):
        """The finished jobs of former visits that the house still answers for, or that came back."""
        self.ensure_one()
        jobs = self.job_ids.comeback_of_id | self._get_answerable_jobs()[self]
        return jobs._get_records_action(name=self.env._("Earlier Jobs"), context={'create': False, 'show_order': True})

    # === BUSINESS METHODS ===#

    def _get_answerable_jobs(self):
        """Finished jobs of earlier visits whose trouble would be a comeback today, the latest first.

        Three queries for any number of orders, apart from what the jobs' guarantee reads.

        :return: dict of order: jobs
        """
        today = fields.Date.context_today(self)
        longest = self.env['aftersales.job']._get_longest_guarantee()
        days = max([longest, *self.company_id.sudo().mapped('aftersales_comeback_days')])
        vehicles = self.vehicle_id._origin
        jobs = self.env['aftersales.job'].search([
            ('vehicle_id', 'in', vehicles.ids), ('state', '=', 'passed'), ('company_id', 'in', self.company_id.ids),
            ('done_date', '>=', fields.Datetime.now() - timedelta(days=days + 31)),
        ], order='done_date desc, id desc') if vehicles else self.env['aftersales.job']
        by_vehicle = jobs.grouped(lambda job: (job.vehicle_id, job.company_id))
        return {
            order: by_vehicle.get((order.vehicle_id._origin, order.company_id), jobs.browse()).filtered(
                lambda job, order=order: job.order_id != order._origin
                and (not order.received_date or job.done_date < order.received_date)
                and job._is_answered_for(today, order.odometer_in))
            for order in self
        }

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.is_locked:
            return alerts
        linked = self.job_ids.filtered('comeback_of_id')
        earlier = self._get_answerable_jobs()[self] - linked.comeback_of_id
        open_jobs = self.job_ids.filtered(lambda job: not job.comeback_of_id and not job.is_comeback_dismissed)
        same = earlier.filtered(lambda job: (
            any(open_job._is_same_trouble(job) for open_job in open_jobs)
            or (not self.job_ids and job._is_same_concern(self.concern, job.concern))
        ))
        alerts += [
            Alert('danger', self.env._(
                "Comeback no. %(number)s of %(job)s (%(order)s)",
                number=job.comeback_number, job=job.comeback_of_id.shown_name, order=job.comeback_of_id.order_id.name,
            ), 'action_view_earlier_jobs')
            for job in linked
        ]
        alerts += [
            Alert(
                'warning', self.env._("Looks like a comeback: %(job)s", job=job._get_answer_label()),
                'action_view_earlier_jobs')
            for job in same[:MAX_SHOWN]
        ]
        today = fields.Date.context_today(self)
        guaranteed = (earlier - same).filtered(lambda job: job._is_under_guarantee(today, self.odometer_in))
        if guaranteed:
            alerts.append(Alert('info', self.env._(
                "Under our repair guarantee: %(jobs)s",
                jobs="; ".join(job._get_answer_label() for job in guaranteed[:MAX_SHOWN])), 'action_view_earlier_jobs'))
        return alerts
