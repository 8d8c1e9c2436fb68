from odoo import models

MOODS = {'content': 'content', 'neutral': 'neutral', 'discontent': 'angry'}


class AftersalesComplaintAftercall(models.Model):
    """The call after a closed complaint is the one that the register shows: the rule "within a week" plans no second one,
    and nobody is called on a day on which we have called him already (J2, J3)."""
    _inherit = 'aftersales.complaint.aftercall'

    def action_done(self):
        self.ensure_one()
        if not self.done_date and not self._is_same_talk():
            self.env['aftersales.followup']._check_not_called_today(self.partner_id)
        action = super().action_done()
        vals = self.sudo().complaint_id._prepare_contact_vals()  # sudo: the register is the system's
        if vals:
            self.env['aftersales.followup.contact'].sudo().create({
                **vals, 'medium': 'call', 'outcome': 'reached', 'topic': self.env._("Call after a complaint"),
                'user_id': self.env.uid, 'summary': self.note, 'mood': MOODS[self.mood]})
        return action

    def _is_same_talk(self):
        """Whoever asks about two closed cases of one customer calls him once."""
        # sudo: the register is the system's
        return bool(self.env['aftersales.followup.contact'].sudo().search_count([
            ('contact_day', '=', self.env['aftersales.followup']._get_today()), ('partner_id', '=', self.partner_id.id),
            ('user_id', '=', self.env.uid), ('medium', '=', 'call'), ('direction', '=', 'out'),
            ('complaint_id', '!=', False)], limit=1))
