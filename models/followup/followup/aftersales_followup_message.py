from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, html2plaintext

FOLLOWUP_MAIL, FOLLOWUP_SMS = 'aftersales.mail_template_followup', 'aftersales.sms_template_followup'
# What a customer answers who wants no more messages, as the trade's short messages ask for it.
STOP_WORDS = {'t', 'td', 'stop', 'unsubscribe', 'no more messages', '退订', '取消', '退', '不要再发', '请勿打扰'}
FOLLOWUP_LETTER = 'aftersales.mail_template_followup_letter'


class AftersalesFollowup(models.Model):
    """Whom nobody reached is written to: the next way of the rule, the letter at last (J3)."""
    _inherit = 'aftersales.followup'

    # === ACTION METHODS ===#

    def action_letter_sent(self):
        """The letters go to the post: each is kept as it is written, stands in the register, and is printed.

        :return: the action that prints them
        """
        self._check_may_call()
        letters = self.env['aftersales.followup.contact']
        self._claim_for_update()
        for followup in self:
            followup._check_is_live()
            if followup.channel != 'letter':
                raise UserError(self.env._(
                    "%(followup)s: no letter is to be written.", followup=followup.display_name))
            for obstacle in followup.partner_id._get_contact_obstacles('letter', followup._get_contact_purpose()).values():
                raise UserError(obstacle)
        system = self.sudo()  # sudo: the register and the state are the system's
        for followup in system:
            letters |= followup._note_contact('sent', medium='letter', **followup._prepare_letter_vals())
        system._finish('message')
        return letters.with_env(self.env).action_print_letter()

    # === BUSINESS METHODS ===#

    def _prepare_letter_vals(self):
        """The letter as it is written today, in the customer's language."""
        self.ensure_one()
        template = self.env.ref(FOLLOWUP_LETTER)
        subject, body = (
            template._render_field(name, self.ids, set_lang=self._get_lang())[self.id] for name in ('subject', 'body_html'))
        return {
            'subject': subject, 'body': body, 'address': self.partner_id._get_print_address_line() or False}

    def _withhold(self):
        """What was written and had not gone yet is not sent: its customer refuses it, and the step says so."""
        withheld = self.filtered(lambda followup: followup.state == 'done' and followup.result == 'message'
                                 and not followup._get_notice_channels())
        withheld.write({'state': 'refused', 'end_reason': 'refused', 'result': False})
        withheld.contact_ids.filtered(
            lambda contact: contact.medium == 'message' and contact.outcome == 'sent').outcome = 'withheld'

    @api.model
    def _withhold_refused(self, partners):
        """What waits in the queue of messages for customers who have just refused them."""
        # sudo: whoever notes the wish need not see follow-up nor the queue
        written = self.sudo().search([
            ('partner_id', 'in', partners.ids), ('state', '=', 'done'), ('result', '=', 'message')])
        notices = self.env['aftersales.notice'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', written.ids), ('state', 'in', ('pending', 'failed'))])
        waiting = written.browse(notices.mapped('res_id')).filtered(lambda followup: not followup._get_notice_channels())
        notices.filtered(lambda notice: notice.res_id in waiting.ids).write({
            'state': 'skipped', 'date': fields.Datetime.now()})
        waiting._withhold()

    def _go_on(self, reason):
        """On the next way of its rule that the customer does not refuse; where none is left it ends.

        :param reason: why this way does not go on: ``unreachable`` or ``refused``
        """
        for followup in self:
            way = followup._get_next_way(followup.rule_id._get_ways())
            if way:
                followup.write({
                    'channel': way, 'state': 'planned', 'call_from': False, 'is_agreed': False, 'taken_date': False})
            else:
                followup._end(reason)

    def _can_wait(self):
        """Not on the last day of the step."""
        return self.late_date > self._get_today()

    @api.model
    def _get_message_domain(self):
        """Steps that are to be written now, where it is neither night nor noon."""
        now = fields.Datetime.now()
        # sudo: a scheduled action works for all companies
        awake = self.env['res.company'].sudo().search([('aftersales_follow_up', '=', True)]).filtered(
            lambda company: not company._get_quiet_reason(now))
        Vehicle = self.env['fleet.vehicle'].sudo()
        return (
            Domain('channel', '=', 'message') & Domain('state', 'in', ('planned', 'no_answer'))
            & Domain('due_date', '<=', self._get_today()) & Domain('company_id', 'in', awake.ids) & self._get_turn_domain()
            & (Domain('anchor', '=', 'complaint') | Domain('vehicle_id', '=', False)
               | ~Domain('vehicle_id', 'any', Vehicle._get_contact_pause_domain())))

    @api.model
    def _cron_send(self, batch_size=200):
        self._work_through(self._get_message_domain(), '_send_message', batch_size, together=True)

    def _send_message(self):
        """What goes by message goes now; whom no message reaches is tried on the next way."""
        open_ones = self.filtered(lambda followup: followup._is_way_open('message'))
        (self - open_ones)._go_on('unreachable')
        if open_ones := open_ones._take_turns():
            open_ones._queue_notice(FOLLOWUP_MAIL, FOLLOWUP_SMS)
            self.env['aftersales.followup.contact'].sudo().create([{
                'followup_id': followup.id, 'company_id': followup.company_id.id, 'workshop_id': followup.workshop_id.id,
                'medium': 'message', 'direction': 'out', 'partner_id': followup.partner_id.id,
                'vehicle_id': followup.vehicle_id.id, 'order_id': followup.order_id.id, 'topic': followup.rule_id.name,
                'outcome': 'sent', 'user_id': self.env.uid} for followup in open_ones])
            open_ones._finish('message')

    # === REPLIES ===#

    @api.private
    def message_update(self, msg_dict, update_vals=None):
        """Who answers a message of ours with nothing but a word that says so wants no more of them."""
        for followup in self.sudo():  # sudo: the mail gateway has no user
            if followup._is_stop_word(msg_dict):
                followup.partner_id._refuse_all(
                    ('call', 'sms', 'mail', 'letter'), {followup.purpose, 'marketing'}, 'reply', msg_dict.get('subject'))
        return super().message_update(msg_dict, update_vals)

    def _is_stop_word(self, msg_dict):
        """Said by the customer himself, in the first line."""
        self.ensure_one()
        sender = email_normalize(msg_dict.get('email_from') or '')
        lines = [line.strip() for line in html2plaintext(msg_dict.get('body') or '').splitlines() if line.strip()]
        first = lines[0].strip(' .!。！"“”') if lines else ''
        return bool(sender) and sender == self.partner_id.email_normalized and first.casefold() in STOP_WORDS
