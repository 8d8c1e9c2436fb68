import hashlib
import json
import logging
from datetime import timedelta
from uuid import uuid4

import requests

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

STATES = [
    ('incomplete', "Not Complete"), ('waiting', "To Be Sent"), ('sent', "Sent to the Platform"),
    ('refused', "Refused by the Platform"), ('failed', "Sending Given Up"),
]
# Seconds to reach the platform, and to have its answer.
TIMEOUT = 10
# Minutes until it is tried again: longer after each failure; then it is given up until somebody sends it again.
FIRST_REST, LONGEST_REST, MOST_TRIES = 5, 24 * 60, 12
LONGEST_ANSWER = 2000
# What platforms say beside the status of HTTP: words for "taken".
TAKEN = {'', '0', '1', '200', 'ok', 'success'}


class AftersalesExchangeDocument(models.Model):
    """A document that goes to a platform: what is sent, when, how often it was tried and what was answered (Q5).

    The electronic health file of a repaired car (JT/T 1132): thirteen elements of a delivered order. Each sending
    carries the same id, so that a platform that has it takes it once, even when its answer never came.
    """
    _name = 'aftersales.exchange.document'
    _inherit = [
        'aftersales.batch.mixin', 'aftersales.system.values.mixin', 'aftersales.history.mixin', 'aftersales.claim.mixin']
    _description = "Health File Sent to a Platform"
    _order = 'id desc'
    _rec_name = 'subject'
    _rec_names_search = ['subject']

    order_id = fields.Many2one('aftersales.order', string="Repair Order", required=True, readonly=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='restrict')
    subject = fields.Char(string="Order and Car", readonly=True, index='trigram')
    state = fields.Selection(STATES, string="Status", required=True, readonly=True, default='waiting', index=True)
    missing = fields.Char(string="What Is Missing", readonly=True)
    payload = fields.Text(string="What Is Sent", readonly=True)
    seal = fields.Char(string="Seal of What Is Sent", readonly=True)
    sending_ref = fields.Char(string="Id of the Sending", required=True, readonly=True, default=lambda self: str(uuid4()))
    tries = fields.Integer(string="Times Tried", readonly=True, aggregator=None)
    next_try = fields.Datetime(string="Next Sending", readonly=True)
    sent_date = fields.Datetime(string="Sent On", readonly=True)
    answer = fields.Char(string="Answer of the Platform", readonly=True)

    _order_unique = models.UniqueIndex('(order_id)', "The health file of this order is there already.")
    _waiting_idx = models.Index("(next_try, id) WHERE state = 'waiting'")

    # === ACTION METHODS ===#

    def action_send_again(self):
        """Look at the order anew and put what was not taken into the queue again; what was sent stays sent."""
        self.env['aftersales.exchange.import'].check_access('create')
        for document in self:
            document._claim_for_update()
            if document.state == 'sent':
                raise UserError(self.env._("%(document)s was sent and taken. It is not sent twice.", document=document.subject))
            if not document.company_id.sudo().health_file_url:  # sudo: whether there is one, not which
                raise UserError(self.env._("No platform is set up. Ask an administrator to enter its address."))
        self._prepare_again()

    # === CRON METHODS ===#

    @api.model
    def _cron_send_documents(self, batch_size=200):
        self._work_through(
            [('state', '=', 'waiting'), ('next_try', '<=', fields.Datetime.now())], '_send', batch=batch_size,
            order='next_try, id')

    # === BUSINESS METHODS ===#

    def _get_failure_document(self):
        """The order's log tells that its file could not be sent."""
        return self.order_id

    @api.model
    def _queue(self, orders):
        """A document for each delivered order of a company that has a platform."""
        vals_list = [
            {'order_id': order.id, 'company_id': order.company_id.id} for order in orders
            if order.company_id.sudo().health_file_url]  # sudo: whether there is one, not which
        documents = self.sudo().create(vals_list)  # sudo: the queue is the system's
        documents._prepare_again()
        if documents:
            self.env.ref('aftersales.cron_exchange_documents')._trigger()
        return documents

    def _prepare_again(self):
        """Write what is sent as the order says it now, and say what is missing of it."""
        for document in self.sudo():  # sudo: the queue is the system's
            order = document.order_id.with_context(lang='zh_CN' if self._has_chinese() else self.env.lang)
            content = order._get_health_file()
            missing = document.order_id.with_env(self.env)._get_health_file_gaps(content)
            text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
            seal = hashlib.sha256(text.encode()).hexdigest()
            document.write({
                'subject': f"{order.name} {order.license_plate or order.vin or ''}".strip(),
                'payload': text, 'seal': seal, 'missing': "; ".join(missing)[:500] or False,
                'state': 'incomplete' if missing else 'waiting', 'tries': 0, 'next_try': fields.Datetime.now(),
                'answer': False,
                # Another content is another sending; the same one keeps its id.
                'sending_ref': document.sending_ref if document.seal in (False, seal) else str(uuid4())})

    @api.model
    def _has_chinese(self):
        return any(code == 'zh_CN' for code, __ in self.env['res.lang'].get_installed())

    def _send(self):
        for document in self:
            document._try_to_send()

    def _try_to_send(self):
        """One try; whatever goes wrong is noted here, and tried again later where that may help."""
        self.ensure_one()
        company = self.company_id.sudo()  # sudo: address and key are the administrator's
        if not company.health_file_url:
            return self._note_try('failed', self.env._("No platform is set up."))
        if hashlib.sha256(self.payload.encode()).hexdigest() != self.seal:
            return self._note_try('failed', self.env._("What is to be sent is not what was prepared. Send it again."))
        headers = {'Content-Type': 'application/json; charset=utf-8', 'Idempotency-Key': self.sending_ref}
        if company.health_file_secret:
            headers['Authorization'] = f'Bearer {company.health_file_secret}'
        try:
            with requests.post(
                    company.health_file_url, data=self.payload.encode(), headers=headers, timeout=TIMEOUT,
                    allow_redirects=False, stream=True) as answer:
                status = answer.status_code
                text = answer.raw.read(LONGEST_ANSWER, decode_content=True).decode('utf-8', 'replace')
        except (requests.RequestException, OSError, ValueError) as error:
            _logger.info("Health file %s was not sent: %s", self.id, type(error).__name__)
            return self._note_try('waiting', self.env._(
                "The platform could not be reached (%(kind)s).", kind=type(error).__name__))
        return self._note_try(*self._read_answer(status, text))

    @api.model
    def _read_answer(self, status, text):
        """:return: the state that the answer means, and what to keep of it"""
        said = f'HTTP {status} {" ".join(text.split())}'[:300]
        if status in (408, 425, 429) or status >= 500:
            return 'waiting', said
        if not 200 <= status < 300:
            return 'refused', said
        try:
            content = json.loads(text or '{}')
        except ValueError:
            content = {}
        code = str(content.get('code', '') if isinstance(content, dict) else '').lower()
        return ('sent' if code in TAKEN else 'refused'), said

    def _note_try(self, state, answer):
        now, tries = fields.Datetime.now(), self.tries + 1
        if state == 'waiting' and tries >= MOST_TRIES:
            state = 'failed'
        rest = timedelta(minutes=min(FIRST_REST * 2 ** (tries - 1), LONGEST_REST))
        self.sudo().write({  # sudo: the queue is the system's
            'state': state, 'tries': tries, 'answer': answer, 'next_try': now + rest if state == 'waiting' else False,
            'sent_date': now if state == 'sent' else False})
