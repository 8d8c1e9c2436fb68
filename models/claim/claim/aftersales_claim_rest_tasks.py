from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .aftersales_claim_decision import APPEALABLE, UNANSWERED

APPEAL, REST = 'aftersales.mail_activity_claim_appeal', 'aftersales.mail_activity_claim_rest'


class AftersalesClaim(models.Model):
    """What a maker did not accept is appealed in time or finds who bears it: a task says so until it is done.

    The last day for an appeal passes by itself: the night after, whoever handles the claim is asked who bears the rest.
    """
    _inherit = 'aftersales.claim'

    appeal_lapsed_date = fields.Date(
        string="Appeal Lapsed on", readonly=True, copy=False,
        help="The last day for an appeal passed, and nobody had appealed.")

    _appeal_to_lapse_idx = models.Index(
        "(appeal_deadline) WHERE appeal_lapsed_date IS NULL AND appealed_date IS NULL AND appeal_deadline IS NOT NULL")

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_lapse_appeals(self, batch_size=500):
        """The day after the last one for an appeal, by the clock of the outlet."""
        now = fields.Datetime.now()
        waiting = Domain('state', 'in', ('decided', 'credited', 'settled')) & Domain('appealed_date', '=', False) & Domain(
            'appeal_lapsed_date', '=', False) & Domain('appeal_deadline', '<=', now.date())
        outlets = self.env['aftersales.workshop'].union(
            *(outlet for (outlet,) in self._read_group(waiting, ['workshop_id'])))
        passed = Domain.OR(
            Domain('workshop_id', 'in', there.ids) & Domain('appeal_deadline', '<', day)
            for day, there in outlets.grouped(lambda outlet: outlet._get_local_day(now)).items())
        self._work_through(
            waiting & passed,
            '_lapse_appeal', batch_size, order='appeal_deadline, id', together=True)

    def _lapse_appeal(self):
        self.activity_feedback([APPEAL])
        for day, claims in self.grouped(lambda claim: claim._get_today()).items():
            claims.appeal_lapsed_date = day
        tasks = {}
        for claim, amount in self._get_disputed().items():
            words = claim._get_words()
            tasks[claim] = claim._prepare_task(claim._get_today(), words.env._(
                "%(claim)s can no longer be appealed: say who bears %(amount)s",
                claim=claim.name, amount=claim.currency_id.with_env(words.env).format(amount)))
        self._create_tasks(REST, tasks)

    def _get_disputed(self):
        """:return: dict of claim: what nobody bears yet, of those that have some"""
        balances = self.env['aftersales.claim.entry']._get_balances(self)
        return {claim: held['disputed'] for claim, held in balances.items() if held.get('disputed', 0.0) > 0}

    def _remind_of_rest(self):
        """Until when the decision can be appealed, or that it cannot be."""
        appeals, rests = {}, {}
        for claim, amount in self._get_disputed().items():
            words = claim._get_words()
            names = {'claim': claim.name, 'amount': claim.currency_id.with_env(words.env).format(amount)}
            if claim.appealed_date or claim.appeal_lapsed_date or not claim.appeal_deadline:
                rests[claim] = claim._prepare_task(claim._get_today(), words.env._(
                    "%(claim)s: say who bears %(amount)s", **names))
            else:
                appeals[claim] = claim._prepare_task(claim.appeal_deadline, words.env._(
                    "Appeal %(claim)s by %(day)s, or say who bears %(amount)s",
                    day=format_date(words.env, claim.appeal_deadline), **names))
        self._create_tasks(APPEAL, appeals)
        self._create_tasks(REST, rests)

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target in ('appealed', 'settled'):
            self.sudo().activity_feedback([APPEAL, REST])  # sudo: the task may be somebody else's
        if target == 'decided' and source in UNANSWERED:
            self.sudo()._remind_of_rest()  # sudo: as above

    def _follow_state(self):
        """What has found its home, or was paid, is nobody's task any more; what was given up is somebody's."""
        super()._follow_state()
        # sudo: the tasks may be somebody else's
        disputed = self.sudo().browse().union(*self.sudo()._get_disputed())
        (self.sudo() - disputed).activity_feedback([APPEAL, REST])
        waiting = disputed.filtered(lambda claim: claim.state in APPEALABLE)
        known = set(waiting.activity_search([APPEAL, REST]).mapped('res_id')) if waiting else set()
        waiting.filtered(lambda claim: claim.id not in known)._remind_of_rest()
