from odoo import api, fields, models
from odoo.tools import SQL

from .reckoner import CLASSES


class AftersalesSurveyReport(models.Model):
    """Satisfaction by the class that customers had when they answered (J6, L2)."""
    _inherit = 'aftersales.survey.report'

    value_class = fields.Selection(CLASSES, string="Value Class", readonly=True, help="When the customer answered.")

    @api.model
    def _get_visit_columns(self, date, invitation=None):
        """Whoever gave stars alone was not asked: his class was not kept."""
        columns = super()._get_visit_columns(date, invitation)
        return SQL("%s, %s AS value_class", columns, SQL("%s.value_class", invitation) if invitation else SQL("NULL::varchar"))
