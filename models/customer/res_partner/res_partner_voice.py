from odoo import api, fields, models


class ResPartner(models.Model):
    """What a customer said: talks, complaints and suggestions, answers (J1)."""
    _inherit = 'res.partner'

    aftersales_talk_count = fields.Integer(
        string="Contacts", compute='_compute_aftersales_voice', groups='aftersales.group_followup')
    aftersales_word_count = fields.Integer(
        string="Complaints and Ideas", compute='_compute_aftersales_voice', groups='aftersales.group_take_complaint')
    aftersales_answer_count = fields.Integer(
        string="Answers", compute='_compute_aftersales_voice', groups='aftersales.group_see_survey')

    @api.depends_context('allowed_company_ids')
    def _compute_aftersales_voice(self):
        """Of a customer and of the contacts below him; only what the user may read."""
        for name, (model, domain) in self._get_voices().items():
            may_read = self.env[model].has_access('read')
            counts = self._count_with_contacts(model, 'partner_id', domain) if may_read else {}
            for partner in self:
                partner[name] = counts.get(partner.id, 0)

    @api.model
    def _get_voices(self):
        return {
            'aftersales_talk_count': ('aftersales.followup.contact', []),
            'aftersales_word_count': ('aftersales.complaint', []),
            'aftersales_answer_count': ('aftersales.survey.invitation', [('state', '=', 'answered')])}

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_talks(self):
        return self._view_voice('aftersales_talk_count', 'aftersales.action_followup_contacts')

    @api.readonly
    def action_view_words(self):
        return self._view_voice('aftersales_word_count', 'aftersales.action_complaints')

    @api.readonly
    def action_view_answers(self):
        return self._view_voice('aftersales_answer_count', 'aftersales.action_surveys')

    def _view_voice(self, name, action):
        """What the button counts is what it opens."""
        action = self.env['ir.actions.act_window']._for_xml_id(action)
        return {
            **action, 'domain': [('partner_id', 'child_of', self.ids), *self._get_voices()[name][1]],
            'context': {'default_partner_id': self.id if len(self) == 1 else False}}
