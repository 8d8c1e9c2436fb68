from odoo import fields, models
from odoo.tools import SQL


class AftersalesRecommendationReport(models.Model):
    """Declined work by the model of the car: where the opportunities are (N3)."""
    _inherit = 'aftersales.recommendation.report'

    model_id = fields.Many2one('fleet.vehicle.model', string="Model", readonly=True)

    @property
    def _table_query(self):
        """What is looked up a row stands among the columns: the database leaves it out where nobody asks for it."""
        return SQL(
            "SELECT told.*, (SELECT visit.model_id FROM aftersales_order visit WHERE visit.id = told.order_id) AS model_id "
            "FROM (%s) AS told", super()._table_query)
