from markupsafe import escape

from odoo import api, models
from odoo.fields import Domain

from .aftersales_rescue import OPEN_STATES
from .aftersales_rescue_days import STEPS


class AftersalesRescue(models.Model):
    """What is late is told to whom the table of deadlines names, then to the next ones; each once, and logged (A4)."""
    _inherit = 'aftersales.rescue'
    _deadline_document = 'rescue'
    _late_activity = 'aftersales.mail_activity_rescue_late'

    @api.model
    def _get_late_domain(self):
        return Domain('is_overdue', '=', True) & Domain('state', 'in', OPEN_STATES)

    def _get_late_step(self):
        self.ensure_one()
        return STEPS.get(self.state, ('arrive', None))[0]

    def _get_late_due(self):
        self.ensure_one()
        return self.due_date

    def _prepare_urge(self, user):
        words = self.with_context(lang=user.lang)
        return {
            'summary': words.env._("Rescue is late: %(rescue)s", rescue=self.display_name)[:250],
            'note': escape(words.env._(
                "%(place)s. Status: %(state)s. Due: %(due)s. Crew: %(crew)s. Handled by: %(user)s.",
                place=self.place, state=words._get_state_label(), due=words._get_time_text(self.due_date),
                crew=self.crew_name or "–", user=self.user_id.name or "–")),
        }
