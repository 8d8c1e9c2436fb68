from datetime import timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.base.aftersales_customer_key_mixin import HIDDEN

# The advisor is told after this time that no answer has come.
REMIND_AFTER = timedelta(hours=24)


class AftersalesOrder(models.Model):
    """Asking the customer by a link, and what follows from the answer."""

    _inherit = 'aftersales.order'

    request_ids = fields.One2many(
        'aftersales.authorisation.request', 'order_id', string="Requests", readonly=True,
        groups='aftersales.group_answer',
    )
    open_request_id = fields.Many2one(
        'aftersales.authorisation.request', compute='_compute_open_request_id',
        compute_sudo=True, string="Open Request", groups='aftersales.group_answer',
    )
    authorise_url = fields.Char(
        string="Link to Answer", compute='_compute_authorise_url', groups='aftersales.group_answer',
        help="For messages to the customer: whoever else reads it finds no key in it.",
    )
    authorisation_count = fields.Integer(compute='_compute_authorisation_count', string="Answers")

    # === COMPUTE METHODS ===#

    @api.depends('request_ids.answered_date', 'request_ids.replaced_date')
    def _compute_open_request_id(self):
        for order in self:
            order.open_request_id = order.request_ids.filtered(lambda request: request.state == 'open')[:1]

    @api.depends('open_request_id')
    @api.depends_context('uid', 'aftersales_hide_keys')
    def _compute_authorise_url(self):
        for order in self:
            # sudo: the key is hidden again from whoever is not the system
            url = order.sudo().open_request_id._get_customer_url()
            order.authorise_url = order._hide_keys(url) if order._hides_keys() else url

    @api.depends('authorisation_ids')
    def _compute_authorisation_count(self):
        counts = dict(self.env['aftersales.authorisation']._read_group(
            [('order_id', 'in', self.ids)], ['order_id'], ['__count'],
        ))
        for order in self:
            order.authorisation_count = counts.get(order._origin, 0)

    # === ACTION METHODS ===#

    def action_ask_customer(self):
        """Send the customer the link to answer for what waits, and show it."""
        requests = self._ask_customer()
        if len(requests) == 1:
            return requests.action_show()
        return requests._get_records_action(name=self.env._("Requests"))

    def action_preview_question(self):
        """Show what the customer will be sent, before it is."""
        self.ensure_one()
        self._check_may_ask()
        self._check_can_be_asked()
        wizard = self.env['aftersales.ask.wizard'].create({'order_id': self.id})
        return wizard._get_records_action(name=self.env._("Ask Customer"), target='new')

    def action_view_request(self):
        """Show the page to the customer at the counter, by a new key of the house's own."""
        self.ensure_one()
        if not self.open_request_id:
            raise UserError(self.env._(
                "No request of %(order)s is open. Use “Ask Customer” to send one.", order=self.name))
        return self.open_request_id.action_show()

    def action_view_authorisations(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Customer's Answers"),
            'res_model': 'aftersales.authorisation',
            'view_mode': 'list,form',
            'domain': [('order_id', 'in', self.ids)],
        }

    # === BUSINESS METHODS ===#

    def _get_customer_keys(self):
        # sudo: see the mixin: the text goes to the customer
        request = self.sudo().open_request_id
        url = request._get_customer_url() if request else ''
        return {
            **super()._get_customer_keys(),
            **({'/aftersales/authorise/' + HIDDEN: urlsplit(url).path} if url else {}),
        }

    @api.model
    def _get_short_signs(self):
        return (*super()._get_short_signs(), 'q')

    def _get_short_target(self, sign):
        """The question, as long as it is open; then the order."""
        # sudo: whoever holds the link was sent it
        question = sign == 'q' and self.sudo().open_request_id._get_customer_url()
        return question or super()._get_short_target(sign)

    def _ask_customer(self):
        """Replace the orders' open requests by new ones for all that waits, and send their links.

        :raises UserError: when the customer cannot be asked yet, or for nothing
        """
        self._check_may_ask()
        self.check_access('read')
        self._claim_for_update()  # an answer by phone closes the request it sees
        self._check_can_be_asked()
        # sudo: requests and their waits are kept by the system; the role is checked above
        orders = self.sudo()
        live = orders.request_ids.filtered(lambda request: not request.answered_date and not request.replaced_date)
        live._set_replaced()
        live.flush_recordset()  # the database knows one live request an order
        requests = orders.request_ids.create([order._prepare_request_vals() for order in orders])
        orders._open_approval_holds()
        orders.filtered(lambda order: order._get_notice_channels())._tell_customer_now(
            'aftersales.mail_template_authorisation', 'aftersales.sms_template_authorisation')
        return requests.sudo(self.env.su)

    def _check_may_ask(self):
        if not self.env.su and not self.env.user.has_group('aftersales.group_answer'):
            raise AccessError(self.env._("Only an advisor can ask the customer."))

    def _check_can_be_asked(self):
        """Refuse to ask for nothing; rooms name by ``super()`` what must be done before the customer is asked."""
        for order in self:
            if order.is_locked or not order.pending_job_count:
                raise UserError(self.env._("No job of %(order)s waits for the customer's answer.", order=order.name))

    def _get_answer_lifetime(self):
        self.ensure_one()
        return timedelta(hours=self.company_id.aftersales_authorisation_hours)

    def _get_answer_end(self):
        """Until when the link works; before it is sent, as it would be sent now."""
        self.ensure_one()
        return self.open_request_id.expiry_date or fields.Datetime.now() + self._get_answer_lifetime()

    def _prepare_request_vals(self):
        self.ensure_one()
        now, partner, channels = fields.Datetime.now(), self._get_notice_partner(), self._get_notice_channels()
        lifetime = self._get_answer_lifetime()
        return {
            'order_id': self.id,
            'job_ids': [fields.Command.set(self.job_ids.filtered('is_waiting_answer').ids)],
            'partner_id': partner.id,
            'channel': 'both' if len(channels) == 2 else next(iter(channels), 'screen'),
            'address': ", ".join({'mail': partner.email, 'sms': partner.phone}[channel] for channel in channels),
            'user_id': self.env.uid,
            'sent_date': now,
            'expiry_date': now + lifetime,
            'reminder_date': now + min(REMIND_AFTER, lifetime),
        }

    def _open_approval_holds(self):
        """The wait for the answer is counted from here on."""
        jobs = self.job_ids.filtered('is_waiting_answer')
        held = self.hold_ids.filtered(lambda hold: hold.kind == 'approval' and hold.is_open).job_id
        self.env['aftersales.hold'].create([
            {'order_id': job.order_id.id, 'job_id': job.id, 'kind': 'approval'} for job in jobs - held
        ])

    def _close_answered_requests(self):
        """An answer on the phone closes the link: nothing it asks is open any more."""
        self.request_ids.filtered(
            lambda request: request.state == 'open' and not request._get_waiting_jobs())._set_answered()
        answered = self.filtered(lambda order: order.request_ids and not order.pending_job_count)
        if answered:
            answered.activity_unlink(['aftersales.mail_activity_customer_answer'])

    def _tell_advisor_of_answer(self, answers):
        """The advisor learns at once what the customer answered on the page."""
        self.ensure_one()
        self = self.with_context(lang=self.user_id.lang)  # noqa: PLW0642 - the note is for the house
        answers = answers.with_env(self.env)
        labels = dict(answers._fields['decision']._description_selection(self.env))
        body = self.env['ir.qweb']._render('aftersales.authorisation_answer_note', {
            'order': self, 'answers': answers.sorted('id'), 'labels': labels,
            'employee': answers.user_id[:1], 'shown_by': answers.shown_by_id[:1],
        })
        self.message_post(
            body=body, partner_ids=self.user_id.partner_id.ids, subtype_xmlid='mail.mt_note',
            author_id=self.partner_id.id, email_from=self.partner_id.email_formatted or False,
        )
        advisor = self.user_id
        if answers.filtered(lambda answer: answer.decision == 'callback'):
            self.activity_schedule(
                'mail.mail_activity_data_call', user_id=advisor.id or self.env.ref('base.user_root').id,
                summary=self.env._("The customer wants to be called back"),
            )
        advisor._bus_send('simple_notification', {
            'type': 'info',
            'title': self.env._("%(customer)s has answered", customer=self.partner_id.display_name),
            'message': ", ".join(
                f'{self.name}: {answer.job_id.display_name} – {labels[answer.decision]}' for answer in answers),
            'sticky': True,
        })
