from odoo import api, models


class ProductTemplate(models.Model):
    """Which engine to compare, where nothing but the engine is left open."""

    _inherit = 'product.template'

    @api.model
    def _judge_fit(self, lines, vehicle):
        fits, why = super()._judge_fit(lines, vehicle)
        doubt = next((line for line in lines if line._has_engine_doubt(vehicle)), None) if fits is None and why else None
        if not doubt:
            return fits, why
        if not vehicle.engine_number:
            return fits, self.env._(
                "Unknown: compare the engine, it is for %(engine)s. The car's engine number is missing.", engine=doubt.engine)
        return fits, self.env._(
            "Unknown: compare the engine, it is for %(engine)s. The car's engine number is %(number)s.",
            engine=doubt.engine, number=vehicle.engine_number)
