from odoo import api, models

from odoo.addons.aftersales.models.base.entries import Tally

# How long claims have been with their maker: key, label from and to in days.
AGES = ((0, 30), (31, 60), (61, 90), (91, None))


class AftersalesWorkshop(models.Model):
    """What a claims clerk has to do today, and how old is what makers owe an answer or money for."""
    _inherit = 'aftersales.workshop'

    @api.model
    def _get_today_topics(self):
        return super()._get_today_topics() | {'claims': (self.env._("Claims Today"), {
            'now': self.env._("To Work On"), 'wrong': self.env._("Deadlines"), 'wait': self.env._("Waits for Others"),
            'age': self.env._("Sent and Not Settled, by Age"),
        }, '_get_claim_tallies')}

    def _get_tallies(self, start, stop):
        old = [
            ('workshop_id', '=', self.id), ('submitted_date', '<', '-90d'), ('state', 'not in', ('settled', 'withdrawn'))]
        rests = [('claim_id.workshop_id', '=', self.id), ('state', '=', 'proposed'), ('home', '!=', 'customer')]
        return [
            *super()._get_tallies(start, stop),
            Tally(85, 'claim_rests', 'wait', self.env._("makers' refusals to bear"),
                  'aftersales.action_claim_rests', rests, 'warning'),
            Tally(90, 'old_claims', 'wait', self.env._("claims older than 90 days"), 'aftersales.action_claims', old, 'danger'),
        ]

    def _get_claim_tallies(self, start, stop):
        """Hook: the numbers of the clerk's day; as ``_get_tallies``."""
        if not self.env.user.has_group('aftersales.group_see_claim'):
            return []
        own = [('workshop_id', '=', self.id)]
        company = [('company_id', '=', self.company_id.id)]
        unsent = [*own, ('state', 'in', ('draft', 'checked'))]
        claims, parts = 'aftersales.action_claims', 'aftersales.action_old_parts'
        registrations = 'aftersales.action_registrations'
        return [
            Tally(10, 'to_claim', 'now', self.env._("jobs to claim"), 'aftersales.action_jobs_to_claim', [
                *own, ('is_to_claim', '=', True)], 'warning'),
            Tally(15, 'to_check', 'now', self.env._("claims to check"), claims, [*own, ('state', '=', 'draft')]),
            Tally(20, 'to_submit', 'now', self.env._("claims to submit"), claims, [*own, ('state', '=', 'checked')], 'warning'),
            Tally(25, 'questioned', 'now', self.env._("questions to answer"), claims,
                [*own, ('state', '=', 'questioned')], 'warning'),
            Tally(30, 'to_settle', 'now', self.env._("claims to settle"), claims,
                [*own, ('state', 'in', ('decided', 'credited'))]),
            Tally(35, 'old_parts', 'now', self.env._("old parts to take in"), parts, [*own, ('handed_in_date', '=', False)]),
            Tally(40, 'free_issues', 'now', self.env._("free issues to settle"), 'aftersales.action_free_issues_to_settle', [
                *own, ('is_open', '=', True)]),
            Tally(45, 'registrations', 'now', self.env._("sales to register"), registrations, [
                *company, ('state', 'in', ('due', 'refused')), ('is_late', '=', False)]),
            Tally(10, 'late', 'wrong', self.env._("claims are late"), claims, [*own, ('is_late', '=', True)], 'danger'),
            Tally(15, 'soon', 'wrong', self.env._("claims due within 7 days"), claims, [
                *unsent, ('is_late', '=', False), ('deadline', '<=', '+7d')], 'warning'),
            Tally(20, 'answers', 'wrong', self.env._("answers due within 2 days"), claims, [
                *own, ('state', '=', 'questioned'), ('answer_deadline', '<=', '+2d')], 'danger'),
            Tally(25, 'parts_late', 'wrong', self.env._("old parts are overdue"), parts,
                [*own, ('is_overdue', '=', True)], 'danger'),
            Tally(30, 'registrations_late', 'wrong', self.env._("sales registered too late"), registrations,
                [*company, ('state', 'in', ('due', 'refused')), ('is_late', '=', True)], 'danger'),
            Tally(10, 'with_maker', 'wait', self.env._("claims with their maker"), claims, [
                *own, ('state', 'in', ('submitted', 'answered', 'appealed'))]),
            Tally(15, 'to_withdraw', 'wait', self.env._("claims to be withdrawn"), claims, [
                *own, ('withdrawal_user_id', '!=', False), ('state', '!=', 'withdrawn')], 'warning'),
            Tally(17, 'with_supplier', 'wait', self.env._("statements with suppliers"), 'aftersales.action_claim_statements', [
                *company, ('state', '=', 'sent')]),
            *self._get_age_tallies(own),
        ]

    def _get_age_tallies(self, own):
        tallies = []
        for sequence, (first, last) in enumerate(AGES):
            domain = [
                *own, ('submitted_date', '<', f'-{first - 1}d' if first else '+1d'),
                ('state', 'not in', ('settled', 'withdrawn'))]
            if last is not None:
                domain.append(('submitted_date', '>=', f'-{last}d'))
            label = self.env._("%(first)s–%(last)s days", first=first, last=last) if last is not None \
                else self.env._("more than %(days)s days", days=first - 1)
            tallies.append(Tally(sequence, f'age_{first}', 'age', label, 'aftersales.action_claims', domain,
                                 '' if not first else 'warning' if last else 'danger'))
        return tallies
