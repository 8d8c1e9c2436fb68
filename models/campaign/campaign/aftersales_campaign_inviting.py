from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .aftersales_campaign import CALL_DAYS

INVITE_MAIL, INVITE_SMS = 'aftersales.mail_template_campaign_invitation', 'aftersales.sms_template_campaign_invitation'
CANCEL_MAIL, CANCEL_SMS = 'aftersales.mail_template_campaign_cancelled', 'aftersales.sms_template_campaign_cancelled'


class AftersalesCampaign(models.Model):
    """Calls first, the loyal ones a day before the others; the letter to whom no call goes at once (J5, care.md §7)."""
    _inherit = 'aftersales.campaign'

    # === ACTION METHODS ===#

    def action_print_letters(self):
        """The letters that are due, in one paper."""
        self.ensure_one()
        return self.env['aftersales.campaign.guest'].search(self._get_letter_domain())._print_letters()

    def action_letters_posted(self):
        """They are in the post: into the register."""
        self.ensure_one()
        return self.env['aftersales.campaign.guest'].search(self._get_letter_domain()).action_letter_posted()

    def _get_letter_domain(self):
        return [('campaign_id', 'in', self.ids), ('needs_paper', '=', True)]

    # === BUSINESS METHODS ===#

    def _get_call_days(self):
        """Days from the second day of calls to the last on which a call is in time."""
        last = self._get_days_ahead() - CALL_DAYS
        return min(max(last - 1 if last > 0 else self._get_days_ahead() - 2, 0), 365)

    def _get_freezing_sql(self):
        return SQL(
            """
            INSERT INTO aftersales_campaign_guest (
                   campaign_id, company_id, partner_id, vehicle_id, is_loyal, by_call, state, persons, source,
                   access_token, create_uid, create_date, write_uid, write_date)
            SELECT %(campaign)s, %(company)s, segment.partner_id, segment.vehicle_id, segment.is_loyal, segment.by_call,
                   'listed', 1, 'list', gen_random_uuid()::text, %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM (%(segment)s) AS segment
             WHERE segment.is_invited
          ORDER BY segment.is_loyal DESC, segment.partner_id
       ON CONFLICT DO NOTHING
            """, campaign=self.id, company=self.company_id.id, segment=self._get_segment_sql(), uid=self.env.uid,
            now=fields.Datetime.now())

    def _start_inviting(self):
        """Whoever can be called is called; the others are written to at once. Who refused meanwhile drops out."""
        self.ensure_one()
        self.rule_id.window_days = self._get_call_days()
        self.env.flush_all()
        refused = self._get_refused_sql()
        self.env.execute_query(SQL(
            """
            UPDATE aftersales_campaign_guest SET state = 'dropped', drop_reason = 'refused'
             WHERE campaign_id = %s AND state = 'listed' AND partner_id IN (%s)
            """, self.id, refused))
        self._plan_calls()

    def _plan_calls(self):
        """Whoever is to be called and has no call yet; who cannot be called, or not in time any more, is written to."""
        self.env.flush_all()
        for campaign in self:
            campaign._plan_own_calls()
        self.env['aftersales.campaign.guest'].invalidate_model()
        self.env['aftersales.followup'].invalidate_model()

    def _plan_own_calls(self):
        today = self._get_today()
        self.rule_id.with_company(self.company_id)._generate_in(self.company_id, self.workshop_id)
        last = self.workshop_id._get_local_day(self.sending_date) + timedelta(days=self.rule_id.window_days + 1)
        self.env.execute_query(SQL(
            """
            UPDATE aftersales_campaign_guest AS guest SET letter_due_date = %(today)s
             WHERE guest.campaign_id = %(campaign)s AND guest.state = 'listed' AND guest.letter_due_date IS NULL
               AND %(has_letter)s AND (%(is_over)s OR NOT guest.by_call)
               AND NOT EXISTS (
                   SELECT FROM aftersales_followup AS step
                    WHERE step.rule_id = %(rule)s AND step.partner_id = guest.partner_id
                      AND step.state IN ('planned', 'in_call', 'no_answer'))
            """, today=today, campaign=self.id, rule=self.rule_id.id, has_letter=self.letter_kind != 'none',
            is_over=today > last))

    @api.model
    def _cron_invite(self, batch_size=50):
        """Once an hour: whoever could not be called yet because of another call about him is called now."""
        self._work_through([('state', '=', 'sending')], '_plan_calls', batch_size, order='start, id')

    def _get_refused_sql(self):
        """Customers who refuse every way by now."""
        Partner, purpose = self.env['res.partner'].with_company(self.company_id), self.kind_id.purpose
        refused = SQL(" INTERSECT ").join(
            SQL("(%s)", Partner.with_context(active_test=False)._search(
                Partner._get_refusing_domain(way, purpose)).subselect())
            for way in ('call', 'sms', 'mail', 'letter'))
        return refused

    def _end_calls(self):
        """Nobody is called any more about what has begun, is over or does not take place."""
        steps = self.env['aftersales.followup'].search([
            ('rule_id', 'in', self.rule_id.ids), ('state', 'in', ('planned', 'no_answer'))])
        steps._end('hand')

    def _tell_cancelled(self):
        """Whoever was told of it, and did not say no."""
        told = self._find_guests('asked', 'registered', 'waiting')
        if told:
            told._queue_notice(CANCEL_MAIL, CANCEL_SMS)
