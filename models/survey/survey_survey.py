from odoo import api, fields, models

KINDS = [
    ('booking', "A · Booked Visit"), ('visit', "B · Visit"), ('purchase', "D · Purchase"), ('product', "E · Product"),
    ('complaint', "F · Complaint Handling"), ('rescue', "G · Rescue"), ('image', "H · Image"),
]


class SurveySurvey(models.Model):
    """Questionnaires of satisfaction (L1): surveys of Odoo with scales and factors, asked by occasions.

    C, the stars of the message after a delivery, are ratings (room ``care``).
    """
    _inherit = 'survey.survey'

    survey_type = fields.Selection(selection_add=[('aftersales', "After-Sales")], ondelete={'aftersales': 'set default'})
    aftersales_kind = fields.Selection(KINDS, string="Questionnaire", index='btree_not_null', copy=True)
    aftersales_trigger_ids = fields.One2many('aftersales.survey.trigger', 'survey_id', string="Occasions")

    @api.depends('survey_type')
    @api.depends_context('uid')
    def _compute_allowed_survey_types(self):
        """As core's, for whoever edits questionnaires here."""
        super()._compute_allowed_survey_types()
        if self.env.user.has_group('aftersales.group_manager'):
            self.allowed_survey_types = [*(self.allowed_survey_types or []), 'aftersales']
