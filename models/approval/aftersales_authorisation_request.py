import logging
import secrets
from base64 import b64encode
from datetime import timedelta
from io import BytesIO

import qrcode
from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, consteq

_logger = logging.getLogger(__name__)

# The token's beginning finds the request; the whole of it is then compared in constant time.
TOKEN_KEY_LENGTH = 8
# A key of the house's screen names its request; the mark is in no token of a customer.
SCREEN_MARK = '~'
SHOWN_FOR = timedelta(minutes=30)
MAX_DIGITS = 10


class AftersalesAuthorisationRequest(models.Model):
    """A question to the customer: a link to the jobs that wait for his answer.

    The link works until it is answered, replaced by a newer one or expired. What it shows
    is what waits when it is opened; what is answered is frozen in ``aftersales.authorisation``.
    """

    _name = 'aftersales.authorisation.request'
    _inherit = ['aftersales.batch.mixin']
    _description = 'Request for Authorisation'
    _order = 'id desc'
    _rec_name = 'order_id'

    order_id = fields.Many2one(
        'aftersales.order', required=True, index=True, readonly=True, ondelete='cascade',
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True)
    job_ids = fields.Many2many('aftersales.job', string="Jobs Asked", readonly=True)
    partner_id = fields.Many2one(
        'res.partner', string="Sent to", required=True, index=True, readonly=True, ondelete='restrict',
    )
    channel = fields.Selection(
        selection=[('mail', "E-mail"), ('sms', "SMS"), ('both', "E-mail and SMS"), ('screen', "Shown on the screen")],
        required=True, readonly=True,
    )
    address = fields.Char(string="Address", readonly=True, help="E-mail address and phone number it was sent to.")
    user_id = fields.Many2one(
        'res.users', string="Sent by", required=True, readonly=True, ondelete='restrict',
        default=lambda self: self.env.user,
    )
    sent_date = fields.Datetime(string="Sent On", required=True, readonly=True, default=fields.Datetime.now)
    expiry_date = fields.Datetime(string="Valid until", required=True, readonly=True)
    opened_date = fields.Datetime(string="First Opened", readonly=True)
    answered_date = fields.Datetime(string="Answered On", readonly=True)
    replaced_date = fields.Datetime(string="Replaced On", readonly=True)
    reminder_date = fields.Datetime(
        string="Next Reminder", readonly=True, help="When the advisor is told that no answer has come.",
    )
    state = fields.Selection(
        selection=[('open', "Open"), ('answered', "Answered"), ('replaced', "Replaced"), ('expired', "Expired")],
        compute='_compute_state', search='_search_state',
    )
    authorisation_ids = fields.One2many(
        'aftersales.authorisation', 'request_id', string="Answers", readonly=True,
    )
    token = fields.Char(required=True, readonly=True, copy=False, groups=fields.NO_ACCESS)
    token_key = fields.Char(required=True, readonly=True, copy=False, groups=fields.NO_ACCESS)
    # The house's own key to the page: who showed it is named with the answer.
    screen_token = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    screen_user_id = fields.Many2one(
        'res.users', string="Shown by", readonly=True, copy=False, ondelete='restrict',
    )
    screen_expiry_date = fields.Datetime(string="Shown until", readonly=True, copy=False)
    url = fields.Char(
        string="Link", compute='_compute_url', compute_sudo=True,
        help="For the customer at the counter: it works for half an hour, for one answer, and names who showed it.",
    )
    qr_code = fields.Binary(string="QR Code", compute='_compute_qr_code', compute_sudo=True)

    _token_uniq = models.UniqueIndex('(token_key)', "This link exists already. Send the request again.")
    _live_uniq = models.UniqueIndex(
        '(order_id) WHERE answered_date IS NULL AND replaced_date IS NULL',
        "A request for this order is open already. Reload the page to see it.",
    )
    _reminder_idx = models.Index('(reminder_date) WHERE reminder_date IS NOT NULL')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('answered_date', 'replaced_date', 'expiry_date')
    def _compute_state(self):
        now = fields.Datetime.now()
        for request in self:
            if request.answered_date:
                request.state = 'answered'
            elif request.replaced_date:
                request.state = 'replaced'
            else:
                request.state = 'open' if request.expiry_date and request.expiry_date > now else 'expired'

    def _search_state(self, operator, value):
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        unanswered = Domain('answered_date', '=', False)
        live = unanswered & Domain('replaced_date', '=', False)
        domains = {
            'open': live & Domain('expiry_date', '>', now),
            'expired': live & Domain('expiry_date', '<=', now),
            'replaced': unanswered & Domain('replaced_date', '!=', False),
            'answered': Domain('answered_date', '!=', False),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends('screen_token', 'screen_user_id', 'screen_expiry_date', 'state')
    @api.depends_context('uid')
    def _compute_url(self):
        for request in self:
            is_shown = request._is_shown() and request.screen_user_id == self.env.user
            request.url = is_shown and request._get_page_url(request.screen_token)

    @api.depends('url')
    @api.depends_context('uid')
    def _compute_qr_code(self):
        for request in self:
            request.qr_code = request.url and request._draw_qr_code()

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals['token'] = secrets.token_urlsafe(24)
            vals['token_key'] = vals['token'][:TOKEN_KEY_LENGTH]
        return super().create(vals_list)

    # === ACTION METHODS ===#

    def action_send_again(self):
        """Ask for what waits now; the link sent before stops working."""
        return self.order_id.action_ask_customer()

    def action_show(self):
        """Show the page to the customer at the counter, by a key of its own.

        :return: dialog with the link and its QR code, for the customer's phone or this screen
        """
        self.ensure_one()
        self.order_id._check_may_ask()
        self.check_access('read')
        # sudo: requests are kept by the system; the role is checked above
        self.sudo()._set_shown()
        return self._get_dialog_action()

    def action_open_page(self):
        """The customer answers on this screen."""
        self.action_show()
        return {'type': 'ir.actions.act_url', 'url': self.url, 'target': 'new'}

    def _get_dialog_action(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Ask Customer"),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(self.env.ref('aftersales.authorisation_request_view_dialog').id, 'form')],
            'target': 'new',
        }

    def _draw_qr_code(self):
        self.ensure_one()
        # The library's own image: the bitmap back end that core's barcode widget needs is not installed everywhere.
        image = BytesIO()
        qrcode.make(self.url, box_size=6, border=2).save(image, format='PNG')
        return b64encode(image.getvalue())

    # === BUSINESS METHODS ===#

    @api.model
    def _find(self, token):
        """The request of a link, as the system sees it; empty when there is none."""
        if not token or not token.isascii() or '\0' in token:
            return self.sudo().browse()
        number, is_screen, __ = token.partition(SCREEN_MARK)
        if is_screen:
            is_id = number.isdecimal() and len(number) < MAX_DIGITS
            request = self.sudo().browse(int(number) if is_id else ()).exists()
            return request if consteq(request.screen_token or '', token) and request else request.browse()
        request = self.sudo().search([('token_key', '=', token[:TOKEN_KEY_LENGTH])], limit=1)
        return request if consteq(request.token or '', token) and request else request.browse()

    def _get_page_url(self, token):
        return f'{self.order_id.get_base_url()}/aftersales/authorise/{token}'

    def _get_customer_url(self):
        """The customer's own link, for his mail and his pages alone; empty when it works no more."""
        return self.state == 'open' and self._get_page_url(self.token)

    def _set_shown(self):
        """A new key for the house's screen; the one before is void, whoever showed it."""
        for request in self:
            if request.state != 'open':
                raise UserError(self.env._(
                    "The request for %(order)s is closed. Use “Ask Customer” to send a new one.",
                    order=request.order_id.name,
                ))
            request.write({
                'screen_token': f'{request.id}{SCREEN_MARK}{secrets.token_urlsafe(24)}',
                'screen_user_id': self.env.uid,
                'screen_expiry_date': fields.Datetime.now() + SHOWN_FOR,
            })

    def _is_shown(self):
        """Whether the key of the house's screen works now."""
        now = fields.Datetime.now()
        return self.state == 'open' and bool(self.screen_expiry_date) and self.screen_expiry_date > now

    def _get_waiting_jobs(self):
        """The jobs asked that still wait for the answer."""
        return self.job_ids.filtered('is_waiting_answer').sorted(lambda job: (job.sequence, job.id))

    def _get_order_jobs(self):
        return self.job_ids.sorted(lambda job: (job.sequence, job.id))

    def _lock(self):
        """One answer at a time: a second one waits, is run again and then sees the first."""
        self.env.cr.execute(SQL(
            "UPDATE aftersales_authorisation_request SET write_date = write_date WHERE id = %s", self.id))
        self.invalidate_recordset()

    def _answer(self, answers, shown_hash, channel='portal', **evidence):
        """Record what the customer answered on the page.

        :param dict answers: job id: (decision, reason in the customer's words, maybe the reason of the list); the
            decision may be the choice of an alternative
        :param str shown_hash: fingerprint of what the page showed
        :param str channel: ``portal`` by the customer's link, ``screen`` by the key of the house's screen
        :raises UserError: when an answer is missing; nothing is recorded then
        :return: whether it was recorded; False when something else is to be shown now
        """
        self.ensure_one()
        self._lock()
        jobs = self._get_waiting_jobs()
        if channel == 'screen':
            evidence['shown_by_id'] = self.screen_user_id.id
        if self.state != 'open' or jobs._get_shown_hash() != shown_hash:
            return False
        if jobs.filtered(lambda job: job.id not in answers):
            raise UserError(self.env._("Please choose an answer for each job."))
        record = {
            'approved': lambda job, reason: job._approve(channel, request=self, **evidence),
            'declined': lambda job, reason, why=None: job._decline(
                channel, request=self, reason=reason, decline_reason_id=why and why.id, **evidence),
            'callback': lambda job, reason: job._call_back(channel, request=self, reason=reason, **evidence),
        }
        for job in jobs:
            decision, reason, *why = answers[job.id]
            chosen = job._get_offered_alternatives().filtered(
                lambda alternative, decision=decision: alternative._get_choice() == decision)
            if chosen:
                job._choose(chosen, channel, request=self, **evidence)
            else:
                record[decision](job, reason, *(why if decision == 'declined' else ()))
        self._set_answered()
        if channel == 'portal':
            self._set_opened()  # a browser without scripts has not told so before
        self.order_id._tell_advisor_of_answer(self.authorisation_ids)
        return True

    def _set_answered(self):
        self.write({'answered_date': fields.Datetime.now(), 'reminder_date': False})

    def _set_replaced(self):
        self.write({'replaced_date': fields.Datetime.now(), 'reminder_date': False})

    # === BUSINESS METHODS: REMINDERS ===#

    @api.model
    def _cron_remind(self, batch_size=100):
        """Tell advisors which customers have not answered: after a day, and when the link has expired."""
        self._work_through(
            [('reminder_date', '<=', fields.Datetime.now())], '_remind', batch_size,
            order='reminder_date, id', together=True)

    def _get_failure_document(self):
        return self.order_id

    def _remind(self):
        tasks = {}
        for request in self:
            order, expired = request.order_id, request.state == 'expired'
            request.reminder_date = False if expired else request.expiry_date
            if order.is_locked:
                request.reminder_date = False
                continue
            user = order.user_id or request.user_id
            words = request.with_context(lang=user.lang).env
            values = {'customer': request.partner_id.display_name, 'phone': request.partner_id.phone or '–'}
            tasks[order] = {
                'user_id': user.id,
                'summary': words._("Link expired without an answer") if expired else words._("No answer yet"),
                'note': escape(words._(
                    "%(customer)s (%(phone)s) has not answered, and the link no longer works. Call, or ask again.", **values,
                ) if expired else words._("%(customer)s (%(phone)s) has not answered yet. Call.", **values)),
            }
        self._create_tasks('aftersales.mail_activity_customer_answer', tasks)
