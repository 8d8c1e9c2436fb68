from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

FOLLOWUP_MAIL, FOLLOWUP_SMS = 'aftersales.mail_template_followup', 'aftersales.sms_template_followup'


class AftersalesFollowup(models.Model):
    """Whom nobody reached is written to: the next way of the rule, the letter at last (J3)."""
    _inherit = 'aftersales.followup'

    # === ACTION METHODS ===#

    def action_letter_sent(self):
        """The letter is in the post."""
        self._check_may_call()
        for followup in self:
            followup._claim_for_update()
            followup._check_is_live()
            if followup.channel != 'letter':
                raise UserError(self.env._(
                    "%(followup)s: no letter is to be written.", followup=followup.display_name))
            system = followup.sudo()  # sudo: the register and the state are the system's
            system._note_contact('sent', medium='letter')
            system._finish('message')

    # === BUSINESS METHODS ===#

    def _go_on(self, reason):
        """On the next way of its rule that the customer does not refuse; where none is left it ends.

        :param reason: why this way does not go on: ``unreachable`` or ``refused``
        """
        for followup in self:
            ways = followup.rule_id._get_ways()
            left = ways[ways.index(followup.channel) + 1:] if followup.channel in ways else []
            way = next((way for way in left if followup._is_way_open(way)), None)
            if way:
                followup.write({
                    'channel': way, 'state': 'planned', 'call_from': False, 'is_agreed': False, 'taken_date': False})
            else:
                followup._end(reason)

    def _is_way_open(self, way):
        partner, purpose = self.partner_id.with_company(self.company_id), self._get_contact_purpose()
        if way == 'message':
            return bool(self._get_notice_email() or self._get_notice_phone())
        if way == 'letter':
            return bool(partner.street) and not partner._refuses('letter', purpose)
        return bool(partner.phone) and not partner._refuses('call', purpose)

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
            & Domain('due_date', '<=', self._get_today()) & Domain('company_id', 'in', awake.ids)
            & (Domain('anchor', '=', 'complaint') | Domain('vehicle_id', '=', False)
               | ~Domain('vehicle_id', 'any', Vehicle._get_contact_pause_domain())))

    @api.model
    def _cron_send(self, batch_size=200):
        self._work_through(self._get_message_domain(), '_send_message', batch_size, together=True)

    def _send_message(self):
        """What goes by message goes now; whom no message reaches is tried on the next way."""
        open_ones = self.filtered(lambda followup: followup._is_way_open('message'))
        (self - open_ones)._go_on('unreachable')
        if open_ones:
            open_ones._queue_notice(FOLLOWUP_MAIL, FOLLOWUP_SMS)
            self.env['aftersales.followup.contact'].sudo().create([{
                'followup_id': followup.id, 'company_id': followup.company_id.id, 'workshop_id': followup.workshop_id.id,
                'medium': 'message', 'direction': 'out', 'partner_id': followup.partner_id.id,
                'vehicle_id': followup.vehicle_id.id, 'order_id': followup.order_id.id, 'topic': followup.rule_id.name,
                'outcome': 'sent', 'user_id': self.env.uid} for followup in open_ones])
            open_ones._finish('message')

    def _is_notice_due(self, mail_template):
        """Who refused while the message waited is told nothing."""
        return super()._is_notice_due(mail_template) and bool(self._get_notice_channels())

    def _ask_for_call(self, mail_template):
        """Nor is he called instead: what he has said counts."""
