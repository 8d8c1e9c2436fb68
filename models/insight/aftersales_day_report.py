from odoo import fields, models

MANAGER = 'aftersales.group_manager'
DIRECTOR = 'aftersales.group_director'


class AftersalesDayReport(models.Model):
    """A day goes from the technician to the head, from him to the manager, and from there on to whoever leads the service
    of the company (insight, 9)."""
    _inherit = 'aftersales.day.report'
    _further_transitions = {'seen': {'passed': MANAGER}, 'passed': {}}
    _free_fields = frozenset({'state', 'seen_id', 'seen_date', 'remark', 'passed_id', 'passed_date'})

    state = fields.Selection(
        selection_add=[('passed', "Passed On to Service Management")], ondelete={'passed': 'set default'})
    passed_id = fields.Many2one(
        'res.users', string="Day Passed On By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    passed_date = fields.Datetime(string="Day Passed On At", readonly=True, copy=False)

    def action_pass_on(self):
        self._transition('passed')

    def _check_passed(self):
        """Nothing more is asked: what was countersigned is passed on as it is."""

    def _after_passed(self, source):
        """Whoever leads the company has it among his messages, each in his language."""
        directors = self.env.ref(DIRECTOR).sudo().all_user_ids  # sudo: who has which role is no secret
        for report in self.sudo():  # sudo: stamps and messages are the system's
            report.write({'passed_id': self.env.uid, 'passed_date': fields.Datetime.now()})
            readers = directors.filtered(
                lambda user, company=report.company_id: user.active and not user.share and user != self.env.user
                and company in user.company_ids)
            for lang, users in readers.grouped('lang').items():
                told = report.with_context(lang=lang)
                told.message_notify(
                    partner_ids=users.partner_id.ids, body=told.figures_html,
                    subject=told.env._("Daily report passed on: %(report)s", report=told.display_name))
