from dataclasses import replace
from datetime import timedelta

from markupsafe import escape

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from odoo.addons.aftersales.models.base.entries import Alert

from .. import reckoner

# People are told when this many days of a repair have passed, a day before the earliest duty begins.
FIRST_LOOK_DAYS = 1


class AftersalesOrder(models.Model):
    """A repair that takes longer than the law lets it: from then on the customer gets a loaner or travel money (I8)."""
    _inherit = 'aftersales.order'

    relief_ids = fields.One2many(
        'aftersales.statute.relief', 'order_id', string="Loaner or Travel Money", groups='aftersales.group_see_law')
    is_relief_told = fields.Boolean(
        readonly=True, copy=False, groups='aftersales.group_see_law',
        help="The advisor was told that a loaner or travel money will be due.")

    @api.model
    def _get_relief_domain(self):
        """Cars in repair that may soon have a right to a loaner, and of which nobody was told."""
        return (
            self._get_open_domain() & Domain('is_relief_told', '=', False)
            & Domain('received_date', '<=', fields.Datetime.now() - timedelta(days=FIRST_LOOK_DAYS))
            & Domain('job_ids.problem_id.is_quality', '=', True))

    @api.model
    def _cron_remind_of_relief(self, batch=200):
        self._work_through(self._get_relief_domain(), '_remind_of_relief', batch=batch, order='received_date, id')

    def _remind_of_relief(self):
        """A task for the advisor once the day before the duty has begun."""
        for order in self.sudo():
            duty = order._get_relief_duty()
            if not duty or order.relief_ids:
                continue
            rule, moment = duty
            user = order.user_id or order.workshop_id.manager_id
            if user:
                words = order.with_context(lang=user.lang)
                order.activity_schedule(
                    'mail.mail_activity_data_todo', user_id=user.id, date_deadline=order.workshop_id._get_local_day(moment),
                    summary=words.env._("Loaner or travel money for %(plate)s", plate=order.license_plate or order.name),
                    note=escape(words._get_relief_text(rule, moment)))
            order.is_relief_told = True

    def _get_relief_duty(self):
        """The rule that asks for a loaner for this visit, and from when on; None as long as it is not near."""
        self.ensure_one()
        vehicle = self.vehicle_id
        rules = vehicle.statute_id.rule_ids.filtered(lambda rule: rule.remedy == 'loaner')
        if not rules:
            return None
        car = vehicle._prepare_cars()[vehicle]
        visits = [visit for visit in car.stays if visit.key == self.id]
        for rule in rules if visits else ():
            prepared = rule._prepare_rule()
            standing, = reckoner.reckon(replace(car, stays=tuple(visits)), [prepared], fields.Datetime.now())
            if standing.status in ('met', 'near'):
                return rule, visits[0].start + timedelta(days=prepared.needed - 1)
        return None

    def _get_relief_text(self, rule, moment):
        self.ensure_one()
        return self.env._(
            "%(rule)s: from %(moment)s on the customer has a right to a loaner or travel money for this repair. Hand out "
            "a car or pay, and enter it with the order.",
            rule=rule.with_env(self.env).display_name,
            moment=format_datetime(self.env, moment, tz=self.workshop_id._get_tz().zone, dt_format='short'))

    def _get_alerts(self):
        alerts = super()._get_alerts()
        order = self._origin
        if not order.is_open or not self.env.user.has_group('aftersales.group_see_law'):
            return alerts
        # sudo: the rights of the reader are checked above
        order = order.sudo()
        if not order.relief_ids and any(job.problem_id.is_quality for job in order.job_ids):
            duty = order._get_relief_duty()
            if duty:
                alerts.append(Alert('danger', order._get_relief_text(*duty), 'action_view_reliefs'))
        return alerts

    def action_view_reliefs(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_reliefs')
        return dict(action, domain=[('order_id', '=', self.id)], context={'default_order_id': self.id})
