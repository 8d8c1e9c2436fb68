from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from odoo.addons.aftersales.models.base.entries import Alert
from odoo.addons.aftersales.models.order.approvals import WAITING_APPROVALS


class AftersalesOrder(models.Model):
    _inherit = 'aftersales.order'

    health_check_ids = fields.One2many('aftersales.health.check', 'order_id', string="Health Checks")
    health_check_count = fields.Integer(compute='_compute_health')
    health_state = fields.Selection(
        [('none', "Not inspected"), ('draft', "Being inspected"), ('done', "Inspected")],
        string="Health Check", compute='_compute_health', search='_search_health_state',
    )
    open_recommendation_count = fields.Integer(
        string="Open Recommendations", compute='_compute_open_recommendation_count')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('health_check_ids.state')
    def _compute_health(self):
        counts = {}
        for order, state, count in self.env['aftersales.health.check'].sudo()._read_group(
            [('order_id', 'in', self.ids)], ['order_id', 'state'], ['__count'],
        ):
            counts.setdefault(order.id, {})[state] = count
        for order in self:
            by_state = counts.get(order._origin.id, {})
            order.health_check_count = sum(by_state.values())
            order.health_state = next((state for state in ('done', 'draft') if state in by_state), 'none')

    @api.depends('vehicle_id', 'job_ids.recaptured_job_id')
    def _compute_open_recommendation_count(self):
        open_points = self.vehicle_id._origin._get_open_recommendations()
        for order in self:
            order.open_recommendation_count = len(order._filter_recommendations(open_points))

    @api.model
    def _search_health_state(self, operator, value):
        if operator != 'in':
            return NotImplemented
        done, draft = self._get_checked_domain('done'), Domain('health_check_ids', 'any', [('state', '=', 'draft')])
        domains = {'done': done, 'draft': draft & ~done, 'none': ~self._get_checked_domain('done', 'draft')}
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _get_checked_domain(self, *states):
        """Asked of each order by itself (``OFFSET 0``): there are as many checks as visits, and lists show few of these."""
        def to_sql(model, alias, query):
            return SQL(
                "EXISTS (SELECT FROM aftersales_health_check AS checked WHERE checked.order_id = %s AND checked.state IN %s "
                "OFFSET 0)", SQL.identifier(alias, 'id'), states)

        self.env['aftersales.health.check'].flush_model(['order_id', 'state'])
        return Domain.custom(
            to_sql=to_sql, predicate=lambda order: any(check.state in states for check in order.sudo().health_check_ids))

    # === ACTION METHODS ===#

    def action_health_check(self):
        """Open the check of the car: the one begun or done, else a new one."""
        self.ensure_one()
        check = self.health_check_ids.filtered(lambda check: check.state == 'draft')[:1] or self.health_check_ids[:1]
        if not check:
            check = self.env['aftersales.health.check'].create({'order_id': self.id})
        return check._get_records_action(name=self.env._("Health Check"))

    def action_view_declined(self):
        """What was declined at former visits and waits."""
        self.ensure_one()
        jobs = self._get_recommended('declined', 'aftersales.job')
        return dict(self.vehicle_id.action_view_declined(), domain=[('id', 'in', jobs.ids)])

    def action_view_findings(self):
        """What was found at former visits and is not done."""
        self.ensure_one()
        lines = self._get_recommended('finding', 'aftersales.health.check.line')
        return dict(
            self.vehicle_id.action_view_findings(), domain=[('id', 'in', lines.ids)], context={'search_default_by_result': 1})

    def action_view_health_checks(self):
        self.ensure_one()
        return self.health_check_ids._get_records_action(
            name=self.env._("Health Checks"), context={'default_order_id': self.id})

    # === BUSINESS METHODS ===#

    def _get_open_recommendations(self):
        """Open points of the car that are not this order's own."""
        self.ensure_one()
        return self._filter_recommendations(self.vehicle_id._origin._get_open_recommendations())

    def _filter_recommendations(self, open_points):
        """Of what is open of cars, that of the order's car, found by its company at another visit."""
        self.ensure_one()
        return [
            entry for entry in open_points.get(self.vehicle_id._origin, ())
            if entry['record'].company_id == self.company_id and entry['record'].order_id != self._origin
        ]

    def _get_recommended(self, kind, model):
        return self.env[model].browse([
            entry['record'].id for entry in self._get_open_recommendations() if entry['kind'] == kind])

    def _add_recommendations(self, jobs=None, findings=None):
        """Take declined jobs and open findings of former visits over into this order (C5, E4).

        :return: the new jobs
        """
        self.ensure_one()
        Job = self.env['aftersales.job']
        new_jobs = jobs._take_over(self) if jobs else Job
        return new_jobs | (findings._create_job(order=self) if findings else Job)

    def action_take_over_recommendations(self):
        """All declined work and open findings of the car, in one click."""
        if not self.env.user.has_group('aftersales.group_sell'):
            raise AccessError(self.env._("Only advisors and their colleagues in the office deal with declined work."))
        for order in self:
            entries = order._get_open_recommendations()
            if not entries:
                raise UserError(self.env._(
                    "Nothing that was found or declined before waits for %(vehicle)s.",
                    vehicle=order.vehicle_id.display_name,
                ))
            records = {'declined': self.env['aftersales.job'], 'finding': self.env['aftersales.health.check.line']}
            for entry in entries:
                records[entry['kind']] |= entry['record']
            order._add_recommendations(jobs=records['declined'], findings=records['finding'])

    def _check_can_be_asked(self):
        """Nobody is asked to approve a finding's work without knowing what it costs, nor for all the rest but that."""
        unpriced = self.job_ids.filtered(lambda job: (
            job.finding_ids and not job.is_dropped and job.approval in WAITING_APPROVALS and job._is_empty()))
        if unpriced:
            raise UserError(self.env._(
                "The workshop proposed %(jobs)s without a price. Add labour and parts, or cancel it, before you ask "
                "the customer.",
                jobs=", ".join(unpriced.mapped('shown_name')),
            ))
        return super()._check_can_be_asked()

    def _tell_advisor_of(self, jobs):
        """A task for the advisor when the workshop proposes work: the customer wants to be asked soon."""
        self.ensure_one()
        if not jobs or not self.user_id or self.user_id == self.env.user:
            return
        words = self.with_context(lang=self.user_id.lang)
        summary = words.env._("Ask the customer for the proposed work")
        names = ", ".join(job._get_print_name() for job in jobs.with_env(words.env))
        # sudo: technicians propose, and may not plan the advisor's tasks
        order = self.sudo()
        activity = order.activity_ids.filtered(lambda task: task.user_id == order.user_id and task.summary == summary)[:1]
        if activity:
            activity.note = escape(activity.note or '') + escape(f", {names}")
        else:
            order.activity_schedule(
                'mail.mail_activity_data_todo', user_id=order.user_id.id, summary=summary, note=escape(names))

    def _get_alerts(self):
        """What the last visits left open, in the place of the plain list of declined jobs."""
        alerts = super()._get_alerts()
        entries = self._get_open_recommendations()
        for level in ('danger', 'warning'):
            found = [entry for entry in entries if entry['kind'] == 'finding' and entry['level'] == level]
            if found:
                alerts.append(Alert(level, self._get_findings_message(level, found), 'action_view_findings'))
        return alerts

    def _get_findings_message(self, level, entries):
        names = ", ".join(
            self.env._("%(item)s (%(date)s)", item=entry['name'], date=format_date(self.env, entry['date']))
            for entry in entries
        )
        if level == 'danger':
            return self.env._("Urgent at the last check and not done: %(items)s", items=names)
        return self.env._("Needed soon at the last check and not done: %(items)s", items=names)

    def _get_declined_jobs(self, limit=5):
        """Only what waits: neither sold later nor dropped."""
        return self._get_recommended('declined', 'aftersales.job')[:limit]
