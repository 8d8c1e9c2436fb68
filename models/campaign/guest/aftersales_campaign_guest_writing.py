from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..campaign.aftersales_campaign import LETTER_DAYS
from ..campaign.aftersales_campaign_inviting import CANCEL_MAIL, INVITE_MAIL, INVITE_SMS

# Of these letters and messages go.
WRITTEN_TO = ('listed', 'asked', 'registered', 'waiting')


class AftersalesCampaignGuest(models.Model):
    """The letter that follows the call, and goes to whom no call goes: by e-mail or SMS, on paper where neither works."""
    _inherit = 'aftersales.campaign.guest'

    # === ACTION METHODS ===#

    def action_letter_posted(self):
        """These letters are in the post: a row of the register each."""
        self.check_access('write')
        if not self:
            raise UserError(self.env._("No letter is to be written."))
        for guest in self:
            if not guest.needs_paper:
                raise UserError(self.env._("%(guest)s: no letter is to be written.", guest=guest.display_name))
        guests = self.sudo()  # sudo: register and stamps are the system's
        guests._note_contact('letter')
        guests._note_written('letter')

    def _print_letters(self):
        if not self:
            raise UserError(self.env._("No letter is to be written."))
        return self.env.ref('aftersales.action_report_campaign_letter').report_action(self)

    # === BUSINESS METHODS ===#

    def _note_written(self, way):
        self.write({'written_date': fields.Datetime.now(), 'written_by': way, 'needs_paper': False})
        self.filtered(lambda guest: guest.state == 'listed').write({'state': 'asked'})

    def _note_contact(self, medium):
        self.env['aftersales.followup.contact'].create([{
            'company_id': guest.company_id.id, 'workshop_id': guest.workshop_id.id, 'medium': medium, 'direction': 'out',
            'partner_id': guest.partner_id.id, 'vehicle_id': guest.vehicle_id.id, 'topic': guest.campaign_id.name,
            'outcome': 'sent', 'user_id': self.env.uid, 'campaign_id': guest.campaign_id.id} for guest in self])

    def _plan_letter(self, days=LETTER_DAYS):
        """The letter follows within so many days, unless the event has none or he has said no."""
        for guest in self:
            if guest.state in WRITTEN_TO and not guest.written_date and guest.campaign_id.letter_kind != 'none':
                guest.letter_due_date = guest.campaign_id._get_today() + timedelta(days=days)

    @api.model
    def _get_writing_domain(self):
        """Who is to be written to now, where it is neither night nor noon."""
        now = fields.Datetime.now()
        # sudo: a scheduled action works for all companies
        companies = self.env['res.company'].sudo().search([])  # pylint: disable=no-search-all  # companies are few
        awake = companies.filtered(lambda company: not company._get_quiet_reason(now))
        return (
            Domain('letter_due_date', '!=', False) & Domain('written_date', '=', False) & Domain('needs_paper', '=', False)
            & Domain('state', 'in', WRITTEN_TO) & Domain('campaign_id.state', '=', 'sending')
            & Domain('company_id', 'in', awake.ids) & self._get_turn_domain())

    @api.model
    def _cron_write(self, batch_size=500):
        self._work_through(self._get_writing_domain(), '_write_to', batch_size, order='is_loyal desc, id', together=True)

    def _write_to(self):
        """By message where one reaches him, else on paper, else he is left out."""
        paused = self.vehicle_id._filter_contact_paused()
        free = self.filtered(lambda guest: not guest.vehicle_id or guest.vehicle_id not in paused)
        (self - free)._plan_letter()  # whoever waits for an answer is asked again some days later
        by_message = free.filtered(
            lambda guest: guest.campaign_id.letter_kind != 'paper' and guest._get_notice_channels())
        on_paper = (free - by_message).filtered(lambda guest: guest._is_way_open('letter'))
        rest = free - by_message - on_paper
        if by_message := by_message._take_turns():
            by_message._queue_notice(INVITE_MAIL, INVITE_SMS)
            by_message._note_contact('message')
            by_message._note_written('message')
        on_paper.needs_paper = True
        rest.letter_due_date = False
        rest.filtered(lambda guest: guest.state == 'listed')._drop('unreachable')

    def _can_wait(self):
        """Not to the day on which it begins."""
        return self.start > fields.Datetime.now() + timedelta(days=1)

    # === NOTICES ===#

    def _is_notice_due(self, mail_template):
        """Who said no, or refused, while the message waited is told nothing."""
        return super()._is_notice_due(mail_template) and (mail_template == CANCEL_MAIL or (
            self.campaign_id._is_open() and self.state in ('asked', 'registered', 'waiting')
            and not self.vehicle_id._is_contact_paused()))

    def _get_message_names(self):
        return [self.campaign_id.name, *super()._get_message_names()]
