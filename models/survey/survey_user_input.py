from odoo import fields, models


class SurveyUserInput(models.Model):
    """The answers of a customer who was asked how content he is."""
    _name = 'survey.user_input'
    _inherit = ['survey.user_input', 'aftersales.kept.link.mixin']

    aftersales_invitation_id = fields.Many2one(
        'aftersales.survey.invitation', string="Survey of a Customer", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')

    _aftersales_once = models.UniqueIndex(
        '(aftersales_invitation_id, survey_id) WHERE aftersales_invitation_id IS NOT NULL',
        "The customer has answered already.")
