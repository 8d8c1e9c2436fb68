import pytz
from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools import babel_locale_parse, format_time

from odoo.addons.aftersales.models.base.entries import NextStep, plain


class AftersalesOrder(models.Model):
    """The order as its sheet shows it: cards of jobs with their rows, what was offered before, money, what is next.

    Plain values, read with the form in one call; what is dear or long (the log, choices of a cell) is asked for when
    somebody wants it. Rooms add what they know by ``super()`` in the hooks below, in ``job._prepare_sheet_card`` and in
    ``line._prepare_sheet_row``; each returns plain values or typed entries of ``models/base/entries.py``.
    """

    _inherit = 'aftersales.order'

    order_sheet = fields.Json(compute='_compute_order_sheet', exportable=False)

    # === COMPUTE METHODS ===#

    # What it shows is read anew with each form; so it depends on who reads alone.
    @api.depends_context('uid', 'lang', 'tz', 'allowed_company_ids')
    def _compute_order_sheet(self):
        """Constant queries for any number of jobs and lines."""
        saved = self.browse([order.id for order in self if isinstance(order.id, int)])
        saved.job_ids.line_ids.fetch()  # all at once, whoever asks first for what
        cards = saved.job_ids._prepare_sheet_cards()
        for order in self:
            order.order_sheet = order._prepare_sheet(cards) if order in saved else order._prepare_new_sheet()

    # === ACTION METHODS ===#

    def action_view_vehicle(self):
        """The card of the car, with what it needs and what was done of it."""
        self.ensure_one()
        return self.vehicle_id._get_records_action(
            views=[(self.env.ref('aftersales.fleet_vehicle_view_form').id, 'form')])

    # === BUSINESS METHODS ===#

    def _prepare_new_sheet(self):
        """What the sheet shows before the order is saved: the places for work."""
        self.ensure_one()
        return {'jobs': [], 'may': self._get_sheet_rights(), 'currency': self.currency_id.id}

    def _prepare_sheet(self, cards):
        """:param cards: dict of job: card, see ``job._prepare_sheet_cards``"""
        self.ensure_one()
        step = min(self._get_next_steps(), default=None)
        sheet = {
            'id': self.id,
            'may': self._get_sheet_rights(),
            'currency': self.currency_id.id,
            'customer': self.partner_id.id,
            'digits': self._get_sheet_digits(),
            'alerts': [plain(alert) for alert in self._get_alerts()],
            'jobs': [cards[job] for job in self.job_ids],
            'step': step and {'name': step.name, 'label': step.label},
            'promise': self._prepare_sheet_promise(),
            'log': {'messages': self._count_messages(), 'tasks': len(self.activity_ids)},
        }
        if not self.is_locked:
            sheet['offers'] = [plain(offer) for offer in self._get_offers()]
        if self._shows_prices():
            return {**sheet, 'money': self._prepare_sheet_money()}
        for offer in sheet.get('offers', ()):
            offer.pop('amount', None)
        return sheet

    def _prepare_sheet_money(self):
        """Totals by payer and what of them waits for the customer's answer; only for who sees prices."""
        self.ensure_one()
        waiting = self.job_ids.filtered('is_waiting_answer')
        return {
            'payers': self.payer_totals or [],
            'taxes': [
                [tax_group['group_name'], tax_group['tax_amount_currency']]
                for subtotal in self.tax_totals['subtotals'] for tax_group in subtotal['tax_groups']
            ],
            'untaxed': self.amount_untaxed,
            'tax': self.amount_tax,
            'total': self.amount_total,
            'waiting': len(waiting),
            'waiting_amount': sum(waiting.mapped('waiting_amount')),
        }

    def _prepare_sheet_promise(self):
        """The promise by the outlet's clock, its colour, and what makes it late; rooms know more by ``super()``."""
        self.ensure_one()
        if not self.promise_date:
            return {}
        waits = [hold._get_wait_text() for hold in self.hold_ids if hold.is_open] if self.is_open else []
        return {
            'text': self._get_short_time_text(self.promise_date),
            'level': 'danger' if self.is_late else '',
            'reasons': list(dict.fromkeys(waits)),
        }

    def _get_short_day_text(self, moment):
        """Day of ``moment`` (naive UTC) by the outlet's clock, in the short form of the reader's language."""
        local = pytz.utc.localize(moment).astimezone(self._get_notice_tz())
        return format_skeleton('MMMEd', local, locale=babel_locale_parse(self.env.lang))

    def _get_short_time_text(self, moment):
        """Day and time of ``moment`` (naive UTC), as above; without the day for today."""
        if not moment:
            return ''
        time = format_time(self.env, moment, tz=self._get_notice_tz().zone, time_format='short')
        day, today = (self.workshop_id._get_local_day(each) for each in (moment, fields.Datetime.now()))
        return time if day == today else f'{self._get_short_day_text(moment)} {time}'

    def _count_messages(self):
        """Those that its reader may read, as the log shows them."""
        self.ensure_one()
        return self.env['mail.message'].search_count([
            ('model', '=', self._name), ('res_id', '=', self.id), ('message_type', '!=', 'user_notification')])

    @api.model
    def _get_sheet_digits(self):
        Precision = self.env['decimal.precision']
        return {'quantity': Precision.precision_get('Product Unit'), 'price': Precision.precision_get('Product Price')}

    @api.model
    def _shows_prices(self):
        """Whether the user's role has to do with money at all."""
        return self.env.user.has_group('aftersales.group_price')

    def _get_sheet_rights(self):
        """What the user may do with the sheet as a whole: ``add`` work, ``sort`` it."""
        self.ensure_one()
        if self.is_locked or not self.env.user.has_group('aftersales.group_job') or not self.has_access('write'):
            return []
        may = ['sort'] if self.env['aftersales.order.line'].has_access('write') else []
        return [*may, 'add'] if self.env['aftersales.job'].has_access('create') else may

    # === HOOKS ===#

    def _get_next_steps(self):
        """What could be done next by this user; rooms append theirs, the lowest sequence is shown.

        :return: list of ``NextStep``
        """
        self.ensure_one()
        steps = []
        if self.env.user.has_group('aftersales.group_order'):
            if self.state == 'draft' and self.vehicle_id:
                steps.append(NextStep(20, 'action_receive', self.env._("Receive Car")))
            elif self.state == 'ready':
                steps.append(NextStep(60, 'action_deliver', self.env._("Deliver Car")))
        return steps

    def _get_offers(self):
        """Work that was found or declined before and may be added in one click; the health room knows.

        :return: list of ``Offer``, the most urgent first
        """
        self.ensure_one()
        return []
