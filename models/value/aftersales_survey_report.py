from odoo import fields, models
from odoo.tools import SQL

from .reckoner import CLASSES


class AftersalesSurveyReport(models.Model):
    """Satisfaction by the class that customers had when they answered (J6, L2)."""
    _inherit = 'aftersales.survey.report'

    value_class = fields.Selection(CLASSES, string="Value Class", readonly=True, help="When the customer answered.")

    @property
    def _table_query(self):
        return SQL("SELECT told.*, %s FROM (%s) AS told", SQL("""
            (SELECT asked.value_class FROM aftersales_survey_invitation AS asked WHERE asked.id = told.invitation_id)
            AS value_class"""), super()._table_query)
