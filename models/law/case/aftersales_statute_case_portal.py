from odoo import models
from odoo.tools import format_date


class AftersalesStatuteCase(models.Model):
    """How far a case is, in words for whoever asked for it."""
    _inherit = 'aftersales.statute.case'

    def _describe_to_owner(self):
        self.ensure_one()
        due = self.reply_due if self.state == 'requested' else self.completion_due
        names = {
            'case': self.name, 'day': format_date(self.env, self.request_date),
            'due': format_date(self.env, due) if due else '',
        }
        if self.state == 'accepted' and due:
            return self.env._("%(case)s: your request of %(day)s is accepted. It will be complete by %(due)s.", **names)
        if self.state == 'accepted':
            return self.env._("%(case)s: your request of %(day)s is accepted.", **names)
        if due:
            return self.env._("%(case)s: we have your request of %(day)s and reply by %(due)s.", **names)
        return self.env._("%(case)s: we have your request of %(day)s.", **names)
