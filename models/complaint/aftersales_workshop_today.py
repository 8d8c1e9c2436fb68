from odoo import api, models

from odoo.addons.aftersales.models.base.entries import Tally

COMPLAINTS = 'aftersales.action_complaints'
SOLUTIONS = 'aftersales.action_complaint_solutions'
MONTHS = 'aftersales.action_complaint_months'
# Decided, with neither a document nor a reason why there is none.
UNDONE = [
    ('complaint_state', '=', 'approved'), ('kind', 'not in', ('apology', 'explanation')), ('no_document_reason', '=', False),
    ('job_id', '=', False), ('move_id', '=', False), ('picking_id', '=', False), ('voucher_code', '=', False)]


class AftersalesWorkshop(models.Model):
    """What customer care has to do today, and what the manager has to know of complaints."""
    _inherit = 'aftersales.workshop'

    @api.model
    def _get_today_topics(self):
        return super()._get_today_topics() | {'care': (self.env._("Care Today"), {
            'now': self.env._("To Work On"), 'wrong': self.env._("Deadlines"), 'wait': self.env._("Waits for Others"),
        }, '_get_care_tallies')}

    def _get_tallies(self, start, stop):
        own = self._get_own_complaints()
        if not self.env.user.has_group('aftersales.group_manager'):
            return super()._get_tallies(start, stop)
        return [
            *super()._get_tallies(start, stop),
            Tally(5, 'crisis', 'wrong', self.env._("critical complaints"), COMPLAINTS, [
                *own, ('severity', '=', 'critical')], 'danger'),
            Tally(4, 'crises', 'wrong', self.env._("crises"), 'aftersales.action_crises', [
                ('workshop_id', '=', self.id), ('state', '=', 'open')], 'danger'),
            Tally(6, 'complaints_overdue', 'wrong', self.env._("complaints overdue"), COMPLAINTS, [
                *own, ('is_overdue', '=', True)], 'danger'),
            Tally(6, 'complaints_statutory', 'wrong', self.env._("demands under the law"), COMPLAINTS, [
                *own, ('is_statutory', '=', True)], 'warning'),
            Tally(6, 'complaints_to_decide', 'wait', self.env._("complaints to decide"), COMPLAINTS, [
                *own, ('state', '=', 'proposed')], 'warning'),
            Tally(7, 'complaints_recurring', 'wrong', self.env._("complaints that recur"), COMPLAINTS, [
                *own, ('is_recurrence', '=', True)], 'danger'),
            Tally(8, 'complaints_costing', 'wait', self.env._("solutions to carry out"), SOLUTIONS, [
                ('complaint_id.workshop_id', '=', self.id), *UNDONE], 'warning'),
            Tally(9, 'complaint_months', 'wait', self.env._("complaint months to settle"), MONTHS, [
                ('workshop_id', '=', self.id), ('state', '=', 'open')], 'warning'),
            Tally(7, 'complaints_nobody', 'wait', self.env._("complaints of nobody"), COMPLAINTS, [
                *own, ('user_id', '=', False)], 'warning'),
        ]

    def _get_own_complaints(self):
        return [('workshop_id', '=', self.id), ('is_open', '=', True)]

    def _get_care_tallies(self, start, stop):
        """Hook: the numbers of customer care's day; as ``_get_tallies``."""
        own = self._get_own_complaints()
        complaints = [*own, ('kind', '=', 'complaint')]
        return [
            Tally(10, 'to_register', 'now', self.env._("to register"), COMPLAINTS, [
                *own, ('registered_date', '=', False)], 'warning'),
            Tally(15, 'to_acknowledge', 'now', self.env._("to acknowledge"), COMPLAINTS, [
                *complaints, ('state', '=', 'received'), ('registered_date', '!=', False)], 'warning'),
            Tally(20, 'to_carry_out', 'now', self.env._("solutions to carry out"), COMPLAINTS, [
                *complaints, ('state', '=', 'approved')]),
            Tally(25, 'to_confirm', 'now', self.env._("customers to ask"), COMPLAINTS, [
                *complaints, ('state', '=', 'carried_out')]),
            Tally(30, 'to_close', 'now', self.env._("to close"), COMPLAINTS, [*complaints, ('state', '=', 'confirmed')]),
            Tally(32, 'to_call_after', 'now', self.env._("customers to call after closing"), COMPLAINTS, [
                ('workshop_id', '=', self.id), ('is_to_call', '=', True)]),
            Tally(35, 'ideas', 'now', self.env._("incidents and suggestions"), COMPLAINTS, [
                *own, ('kind', '!=', 'complaint')]),
            Tally(40, 'enquiries', 'now', self.env._("enquiries to answer"), 'aftersales.action_enquiries', [
                ('workshop_id', '=', self.id), ('state', 'in', ('open', 'in_progress'))]),
            Tally(10, 'overdue', 'wrong', self.env._("complaints are overdue"), COMPLAINTS, [
                *own, ('is_overdue', '=', True)], 'danger'),
            Tally(15, 'due_today', 'wrong', self.env._("complaints are due today"), COMPLAINTS, [
                *own, ('is_overdue', '=', False), ('is_paused', '=', False), ('deadline', '<', stop)], 'warning'),
            Tally(17, 'statutory', 'wrong', self.env._("demands under the law"), COMPLAINTS, [
                *own, ('is_statutory', '=', True)], 'warning'),
            Tally(20, 'nobody', 'wrong', self.env._("complaints are nobody's"), COMPLAINTS, [
                *own, ('user_id', '=', False)], 'warning'),
            Tally(25, 'enquiries_overdue', 'wrong', self.env._("enquiries are overdue"), 'aftersales.action_enquiries', [
                ('workshop_id', '=', self.id), ('is_overdue', '=', True)], 'danger'),
            Tally(10, 'investigated', 'wait', self.env._("being investigated"), COMPLAINTS, [
                *complaints, ('state', 'in', ('acknowledged', 'investigating'))]),
            Tally(15, 'to_decide', 'wait', self.env._("to be decided"), COMPLAINTS, [*complaints, ('state', '=', 'proposed')]),
            Tally(20, 'paused', 'wait', self.env._("waiting for customers or suppliers"), COMPLAINTS, [
                *own, ('is_paused', '=', True)]),
            Tally(25, 'actions', 'wait', self.env._("improvement actions are overdue"), 'aftersales.action_actions', [
                ('workshop_id', '=', self.id), ('is_overdue', '=', True)], 'danger'),
        ]
