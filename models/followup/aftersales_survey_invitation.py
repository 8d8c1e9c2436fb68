from odoo import api, fields, models


class AftersalesSurveyInvitation(models.Model):
    """Nobody is called twice on a day: whom follow-up calls today asks the questions, too (J2)."""
    _inherit = 'aftersales.survey.invitation'

    followup_ids = fields.One2many(
        'aftersales.followup', 'invitation_id', string="Asked by Follow-up", readonly=True,
        groups='aftersales.group_followup')

    @api.model
    def _get_undisturbed_domain(self):
        today = fields.Date.to_string(self.env['aftersales.followup']._get_today())
        return [
            *super()._get_undisturbed_domain(),
            ('partner_id.followup_ids', 'not any', [
                ['state', 'in', ['planned', 'in_call', 'no_answer']], ['channel', '=', 'call'], ['due_date', '<=', today]]),
            ('partner_id', 'not in', self._get_called_by_followup()),
        ]

    @api.model
    def _get_called_by_followup(self):
        """Customers whom a call of follow-up reached today, or tried to."""
        # sudo: whoever asks need not see the register
        calls = self.env['aftersales.followup.contact'].sudo()._read_group([
            ('contact_day', '=', self.env['aftersales.followup']._get_today()), ('medium', '=', 'call'),
            ('direction', '=', 'out'),
        ], ['partner_id'])
        return [partner.id for partner, in calls]
