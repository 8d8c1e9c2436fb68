from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

MAXIMUM_ATTEMPTS = 3


class AftersalesNotice(models.Model):
    """A notice to a customer that is to be sent, or was: the queue of ``aftersales.customer.notice.mixin``.

    Who moves a document does not wait for mail servers, and a mail that cannot be written stops neither him nor
    the notices behind it.
    """
    _name = 'aftersales.notice'
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.document.link.mixin', 'aftersales.batch.mixin',
    ]
    _description = "Notice to a Customer"
    _order = 'id desc'
    _rec_name = 'document'
    _transitions = {
        'pending': dict.fromkeys(('sent', 'call', 'skipped', 'failed')),
        'sent': {},
        'call': {},
        'skipped': {},
        'failed': dict.fromkeys(('pending',)),
    }

    mail_template = fields.Char(required=True, readonly=True, help="XML id of the e-mail's template.")
    sms_template = fields.Char(required=True, readonly=True, help="XML id of the SMS's template.")
    template_name = fields.Char(string="Notice", compute='_compute_template_name')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    state = fields.Selection(
        [
            ('pending', "To Send"),
            ('sent', "Sent"),
            ('call', "To Be Called"),
            ('skipped', "Overtaken"),
            ('failed', "Failed"),
        ],
        string="Status", required=True, readonly=True, default='pending',
        help="Overtaken: when it was to be sent, the notice was no longer true.",
    )
    date = fields.Datetime(string="Sent On", readonly=True)
    attempts = fields.Integer(readonly=True)
    error = fields.Char(readonly=True)

    _pending_idx = models.Index("(id) WHERE state = 'pending'")

    # === COMPUTE METHODS ===#

    @api.depends('mail_template')
    def _compute_template_name(self):
        names = {
            xmlid: self.env.ref(xmlid).sudo().name
            for xmlid in set(self.mapped('mail_template')) if self.env.ref(xmlid, raise_if_not_found=False)
        }
        for notice in self:
            notice.template_name = names.get(notice.mail_template, notice.mail_template)

    # === ACTION METHODS ===#

    def action_retry(self):
        for notice in self:
            if notice.state != 'failed':
                raise UserError(self.env._(
                    "The notice about %(document)s did not fail. Only failed notices are sent again.",
                    document=notice.document,
                ))
        self.check_access('write')
        # sudo: the status is the system's, see aftersales.system.values.mixin
        self.sudo().write({'state': 'pending', 'attempts': 0, 'error': False})
        self._forget_batch_failures()
        self._wake_cron()

    # === BUSINESS METHODS ===#

    @api.model
    def _queue(self, records, mail_template, sms_template, delay=None):
        """Take a notice to the customer of each of ``records`` into the queue.

        :param timedelta delay: wait so long, in case it changes once more; a notice that waits already waits on for both
        """
        send_after = delay and fields.Datetime.now() + delay
        if delay:
            waiting = self.sudo().search([  # sudo: the queue is the system's
                ('state', '=', 'pending'), ('res_model', '=', records._name), ('res_id', 'in', records.ids),
                ('mail_template', '=', mail_template)])
            waiting.send_after = send_after
            records -= records.browse(waiting.mapped('res_id'))
        notices = self._keep(records, mail_template, sms_template, send_after)
        if notices or delay:
            self._wake_cron(send_after)
        return notices

    @api.model
    def _wake_cron(self, moment=None):
        # Not by ``env.ref``, which asks the database each time whether it still exists.
        cron_id = self.env['ir.model.data']._xmlid_to_res_id('aftersales.cron_send_notices', raise_if_not_found=True)
        self.env['ir.cron'].sudo().browse(cron_id)._trigger(moment)

    @api.model
    def _cron_send(self, batch_size=200):
        due = Domain('send_after', '=', False) | Domain('send_after', '<=', fields.Datetime.now())
        # The mail server is spoken to by its own queue, on one connection, and not between the notices.
        queue = self.with_context(mail_notify_force_send=False)
        queue._work_through(Domain('state', '=', 'pending') & due, '_send_now', batch_size, together=True)

    def _send_now(self):
        """Send what waits, all of one kind at once; of a document one after the other, as the first may overtake the next."""
        waiting = self
        while waiting:
            first = {}
            for notice in waiting:
                first.setdefault((notice.res_model, notice.res_id), notice)
            turn = self.browse().union(*first.values())
            for notices in turn.grouped(lambda notice: (
                    notice.res_model, notice.company_id, notice.mail_template, notice.sms_template)).values():
                notices._send()
            waiting -= turn

    def _note_batch_failure(self, method, error):
        """The notice shows its reason itself, and after some attempts waits for a person."""
        super()._note_batch_failure(method, error)
        attempts = self.attempts + 1
        self.write({
            'attempts': attempts,
            'error': self._describe_failure(error),
            'state': 'failed' if attempts >= MAXIMUM_ATTEMPTS else 'pending',
        })

    def _send(self):
        """Send notices of one kind, each about a document of its own."""
        mail_template, sms_template = self[0].mail_template, self[0].sms_template
        records = self.env[self[0].res_model].browse(self.mapped('res_id')).exists()
        due = records.filtered(lambda record: record._is_notice_due(mail_template))
        due = due.with_company(self.company_id).with_context(
            aftersales_notice_ids=self.ids, aftersales_notice_template=mail_template)
        addresses = {record.id: record._get_notice_address() for record in due}
        told = set(due._notify_customer(mail_template, sms_template)._ids)
        if told:
            self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()  # sudo: whoever sends the notice
        now = fields.Datetime.now()
        for notice in self.filtered(lambda notice: notice.res_id in addresses):
            notice.address = addresses[notice.res_id]
        for state, notices in self.grouped(lambda notice: (
                'sent' if notice.res_id in told else 'call' if notice.res_id in addresses else 'skipped')).items():
            notices.write({'state': state, 'date': now, 'error': False})

    @api.autovacuum
    def _gc_notices(self):
        """What was sent stays readable in the document's log; the queue forgets it after three months."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=90)
        self.search([('state', 'in', ('sent', 'skipped')), ('create_date', '<', limit)], limit=10000).unlink()
