from math import ceil

from odoo import models


class AftersalesStockingPolicy(models.Model):
    """Until a season ends, at least what its approved plan says is kept (H5)."""
    _inherit = 'aftersales.stocking.policy'

    def _read_seasons(self):
        """:return: dict of a part's id: values of its proposal; of several plans, the one that asks for most"""
        self.ensure_one()
        lines = self.env['aftersales.season.plan.line'].search([
            ('plan_id.warehouse_id', '=', self.warehouse_id.id), ('plan_id.state', '=', 'approved'),
            ('plan_id.date_end', '>=', self.company_id._get_today())],
            order='quantity, id')
        return {line.product_id.id: {'season_id': line.plan_id.id, 'season_pieces': line.quantity} for line in lines}

    def _get_season_level(self, level, vals):
        """What is kept at least; a plan that asks for no more than is kept anyway is not spoken of."""
        if vals['season_pieces'] <= level or vals['is_superseded']:
            vals.update(season_id=False, season_pieces=0)
            return level
        return ceil(vals['season_pieces'])
