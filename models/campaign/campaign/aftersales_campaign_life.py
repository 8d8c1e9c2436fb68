from odoo import api, fields, models
from odoo.exceptions import UserError

from .aftersales_campaign import CALL_DAYS

MANAGER = 'aftersales.group_manager'
APPROVE = 'aftersales.activity_type_approve_campaign'


class AftersalesCampaign(models.Model):
    """From the draft to the figures: approved by a manager, invited in time, held, closed (J5)."""
    _inherit = 'aftersales.campaign'

    _transitions = {
        'draft': {'approved': MANAGER, 'cancelled': None},
        'approved': {'sending': None, 'cancelled': MANAGER},
        'sending': {'running': None, 'cancelled': MANAGER},
        'running': {'done': None, 'cancelled': MANAGER},
        'done': {},
        'cancelled': {},
    }
    _guarded_by_model = frozenset({'state'})

    # === ACTION METHODS ===#

    def action_ask_approval(self):
        """The head hears that a draft waits for him."""
        self.check_access('write')
        for campaign in self:
            if campaign.state != 'draft':
                raise UserError(self.env._(
                    "%(campaign)s needs no approval any more: %(state)s.", campaign=campaign.display_name,
                    state=campaign._get_state_label()))
            head = campaign._get_head()
            if not head:
                raise UserError(self.env._(
                    "%(campaign)s: nobody of %(company)s may approve it. An administrator names a manager.",
                    campaign=campaign.display_name, company=campaign.company_id.name))
            if campaign.activity_search([APPROVE]):
                raise UserError(self.env._(
                    "%(campaign)s: %(head)s was asked already.", campaign=campaign.display_name, head=head.name))
            campaign.activity_schedule(
                APPROVE, user_id=head.id, summary=campaign.with_context(lang=head.lang).env._("Approve the event"))

    def action_approve(self):
        """Whom it is about is frozen."""
        self._transition('approved')

    def action_send(self):
        """Calls begin, messages go."""
        self._transition('sending')

    def action_run(self):
        self._transition('running')

    def action_done(self):
        self._transition('done')

    def action_cancel(self):
        """Who was invited is told."""
        self._transition('cancelled')

    def _get_head(self):
        """Who approves: the outlet's head where he may, else a manager of the company."""
        # sudo: whoever asks need not see who has which role
        managers = self.env.ref(MANAGER).sudo().all_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids)
        return self.workshop_id.manager_id & managers or managers[:1]

    # === GUARDS ===#

    def _check_approved(self):
        for campaign in self:
            if campaign.start <= fields.Datetime.now():
                raise UserError(self.env._(
                    "%(campaign)s has begun already: nobody can be invited to it. Correct its times.",
                    campaign=campaign.display_name))
            if not (campaign.description or '').strip():
                raise UserError(self.env._(
                    "%(campaign)s: write what customers read about it.", campaign=campaign.display_name))
            if not campaign.place and not campaign.workshop_id.partner_id.street:
                raise UserError(self.env._("%(campaign)s: say where it is.", campaign=campaign.display_name))
            campaign._check_told_in_time()

    def _check_sending(self):
        for campaign in self:
            if campaign.stop <= fields.Datetime.now():
                raise UserError(self.env._(
                    "%(campaign)s is over: nobody can be invited to it any more.", campaign=campaign.display_name))
            campaign._check_told_in_time()

    def _check_told_in_time(self):
        """By phone two weeks before at least, or a manager says why not (care.md §7)."""
        days = self._get_days_ahead()
        if days < CALL_DAYS and not (self.late_reason or '').strip():
            raise UserError(self.env._(
                "%(campaign)s begins in %(days)s days: customers are told by phone at least %(least)s days before. Choose a "
                "later day, or let a manager enter why it cannot be helped.",
                campaign=self.display_name, days=str(max(days, 0)), least=str(CALL_DAYS)))

    def _check_running(self):
        for campaign in self:
            if campaign.workshop_id._get_local_day(campaign.start) > campaign._get_today():
                raise UserError(self.env._(
                    "%(campaign)s begins %(when)s only.", campaign=campaign.display_name, when=campaign._say_when()))

    def _check_done(self):
        for campaign in self:
            if campaign.stop > fields.Datetime.now():
                raise UserError(self.env._(
                    "%(campaign)s is not over yet: it ends %(when)s.", campaign=campaign.display_name,
                    when=campaign._say_when()))
            waiting = campaign._find_guests('registered')
            if waiting:
                raise UserError(self.env._(
                    "%(campaign)s: of %(count)s who signed up nobody has said whether they came, first of them %(customer)s. "
                    "Mark them in the list “Signed Up”.",
                    campaign=campaign.display_name, customer=waiting[0].partner_id.display_name, count=str(len(waiting))))

    def _check_cancelled(self):
        for campaign in self:
            if campaign.state != 'draft' and not (campaign.cancel_reason or '').strip():
                raise UserError(self.env._(
                    "%(campaign)s: enter why it is cancelled; whoever registered is told.", campaign=campaign.display_name))

    # === WHAT FOLLOWS ===#

    def _after_approved(self, source):
        for campaign in self.sudo():  # sudo: stamps and the frozen list are the system's
            campaign.write({
                'approved_date': fields.Datetime.now(), 'approved_user_id': self.env.uid,
                'frozen_counts': campaign._count_segment(), 'rule_id': campaign._create_rule().id})
            campaign._freeze_guests()
            if not campaign._find_guests('listed', limit=1):
                raise UserError(self.env._(
                    "%(campaign)s: nobody is left to be invited. Choose other customers.", campaign=campaign.display_name))
        self.sudo().activity_unlink([APPROVE])

    def _after_sending(self, source):
        for campaign in self.sudo():  # sudo: calls and messages are the system's
            campaign.sending_date = fields.Datetime.now()
            campaign._start_inviting()

    def _after_running(self, source):
        self.sudo()._end_calls()

    def _after_done(self, source):
        for campaign in self.sudo():
            campaign.done_date = fields.Datetime.now()
            campaign._end_calls()
            campaign._find_guests('waiting').write({'state': 'declined'})

    def _after_cancelled(self, source):
        for campaign in self.sudo():
            campaign._end_calls()
            campaign._tell_cancelled()
        self.sudo().activity_unlink([APPROVE])

    # === THE LIST ===#

    def _create_rule(self):
        """Its calls are steps of follow-up like all others: one screen, one register, never two calls on a day."""
        self.ensure_one()
        return self.env['aftersales.followup.rule'].create({
            'name': self.name, 'anchor': 'campaign', 'company_id': self.company_id.id, 'purpose': self.kind_id.purpose,
            'script_id': self.kind_id.script_id.id, 'channel': 'call', 'next_channel': False, 'last_channel': False,
            'offset_days': 0, 'window_days': self._get_call_days(), 'priority': 6, 'filter_domain': '[]', 'owner': 'care',
            'generated_date': fields.Date.today()})

    def _freeze_guests(self):
        """Whom it is about now, each customer once; one statement, however many they are."""
        self.ensure_one()
        Guest = self.env['aftersales.campaign.guest']
        self.env.flush_all()
        self.env.execute_query(self._get_freezing_sql())
        Guest.invalidate_model()
        self.invalidate_recordset(['guest_ids'])

    def _find_guests(self, *states, limit=None):
        # sudo: guards look at the whole list
        return self.env['aftersales.campaign.guest'].sudo().search(
            [('campaign_id', 'in', self.ids), ('state', 'in', states)], limit=limit)

    @api.model
    def _cron_run(self, batch_size=50):
        """An event whose day has come is under way."""
        self._work_through(
            [('state', '=', 'sending'), ('start', '<=', fields.Datetime.now())], '_run_by_itself', batch_size,
            order='start, id')

    def _run_by_itself(self):
        self._transition('running')
