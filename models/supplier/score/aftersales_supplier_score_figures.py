from odoo import models
from odoo.tools import SQL


class AftersalesSupplierScore(models.Model):
    """What purchases, receipts, short deliveries and defects say of a supplier in the half-year (H4)."""
    _inherit = 'aftersales.supplier.score'

    def _get_figures(self):
        """:return: dict of (score id, measure): (figure, of which part, of how much), without those there is nothing of"""
        if not self.ids:
            return {}
        self.env.flush_all()
        figures, rejected = {}, dict(self._fetch(self._get_reject_query()))
        for score_id, quantity, punctual, days in self._fetch(self._get_receipt_query()):
            wrong = rejected.get(score_id, 0.0)
            rate, share = min(100 * wrong / quantity, 100.0), 100 * punctual / quantity
            figures[score_id, 'reject'] = rate, wrong, quantity
            figures[score_id, 'punctual'] = share, punctual, quantity
            figures[score_id, 'lead_time'] = days, days, quantity
        for score_id, good, expected in self._fetch(self._get_fill_query()):
            figures[score_id, 'fill'] = 100 * good / expected, good, expected
        for score_id, index, parts in self._fetch(self._get_price_query()):
            figures[score_id, 'price'] = index, index, parts
        return figures

    def _fetch(self, query):
        self.env.cr.execute(query)
        return [tuple(float(value) if hasattr(value, 'is_nan') else value for value in row)
                for row in self.env.cr.fetchall()]

    def _get_receipt_query(self):
        """Pieces that came, those that came by the promised day, and their days since the order."""
        return SQL("""
            SELECT score.id, SUM(move.product_qty),
                   SUM(CASE WHEN move.date::date <= line.date_planned::date THEN move.product_qty ELSE 0 END),
                   SUM(move.product_qty * GREATEST(EXTRACT(EPOCH FROM move.date - purchase.date_approve) / 86400, 0))
                       / SUM(move.product_qty)
              FROM aftersales_supplier_score AS score
              JOIN res_partner AS supplier ON supplier.commercial_partner_id = score.partner_id
              JOIN purchase_order AS purchase ON purchase.partner_id = supplier.id AND purchase.company_id = score.company_id
              JOIN purchase_order_line AS line ON line.order_id = purchase.id
              JOIN stock_move AS move ON move.purchase_line_id = line.id AND move.state = 'done'
                   AND move.date >= score.period_start AND move.date < score.period_end + 1
              JOIN stock_location AS place ON place.id = move.location_id AND place.usage = 'supplier'
             WHERE score.id IN %s
          GROUP BY score.id
            HAVING SUM(move.product_qty) > 0""", tuple(self.ids))

    def _get_fill_query(self):
        """Pieces that were expected, and those that came at once and good."""
        return SQL("""
            SELECT score.id, SUM(fill.qty_good), SUM(fill.qty_expected)
              FROM aftersales_supplier_score AS score
              JOIN (%s) AS fill ON fill.partner_id = score.partner_id AND fill.company_id = score.company_id
                   AND fill.date >= score.period_start AND fill.date < score.period_end + 1
             WHERE score.id IN %s
          GROUP BY score.id""", self.env['aftersales.fill.rate']._table_query, tuple(self.ids))

    def _get_reject_query(self):
        """Pieces that were wrong or damaged when they came, faulty at the inspection as much as the finding counts, or failed
        later and not by another's fault."""
        return SQL("""
            SELECT rejected.score_id, SUM(rejected.quantity)
              FROM (SELECT score.id AS score_id, short.quantity
                      FROM aftersales_supplier_score AS score
                      JOIN aftersales_short_delivery AS short ON short.partner_id = score.partner_id
                           AND short.company_id = score.company_id AND short.kind IN ('wrong', 'damaged')
                           AND short.date >= score.period_start AND short.date < score.period_end + 1
                     WHERE score.id IN %(scores)s
                 UNION ALL
                    SELECT score.id, defect.quantity
                      FROM aftersales_supplier_score AS score
                      JOIN aftersales_part_defect AS defect ON defect.partner_id = score.partner_id
                           AND defect.company_id = score.company_id AND defect.answer IS DISTINCT FROM 'refused'
                           AND defect.date >= score.period_start AND defect.date < score.period_end + 1
                     WHERE score.id IN %(scores)s
                 UNION ALL
                    SELECT score.id, seen.qty_bad * COALESCE(finding.points, 100) / 100
                      FROM aftersales_supplier_score AS score
                      JOIN aftersales_incoming_check AS seen ON seen.partner_id = score.partner_id
                           AND seen.company_id = score.company_id AND seen.state IN ('accepted', 'remark')
                           AND seen.qty_bad > 0 AND seen.inspected_date >= score.period_start
                           AND seen.inspected_date < score.period_end + 1
                 LEFT JOIN aftersales_incoming_finding AS finding ON finding.id = seen.finding_id
                     WHERE score.id IN %(scores)s) AS rejected
          GROUP BY rejected.score_id""", scores=tuple(self.ids))

    def _get_price_query(self):
        """What the supplier asked, against what all asked for the same parts in the same time, weighed by pieces."""
        return SQL("""
            SELECT own.score_id, 100 * SUM(own.amount) / SUM(own.pieces * every.price), COUNT(*)
              FROM (SELECT score.id AS score_id, score.company_id, score.period_start, score.period_end, line.product_id,
                           SUM(line.price_subtotal / purchase.currency_rate) AS amount, SUM(line.product_uom_qty) AS pieces
                      FROM aftersales_supplier_score AS score
                      JOIN res_partner AS supplier ON supplier.commercial_partner_id = score.partner_id
                      JOIN purchase_order AS purchase ON purchase.partner_id = supplier.id
                           AND purchase.company_id = score.company_id AND purchase.state = 'purchase'
                           AND purchase.date_approve >= score.period_start
                           AND purchase.date_approve < score.period_end + 1 AND purchase.currency_rate > 0
                      JOIN purchase_order_line AS line ON line.order_id = purchase.id AND line.product_uom_qty > 0
                     WHERE score.id IN %s
                  GROUP BY score.id, line.product_id) AS own
        CROSS JOIN LATERAL (
                    SELECT SUM(line.price_subtotal / purchase.currency_rate) / SUM(line.product_uom_qty) AS price
                      FROM purchase_order_line AS line
                      JOIN purchase_order AS purchase ON purchase.id = line.order_id AND purchase.state = 'purchase'
                     WHERE line.product_id = own.product_id AND purchase.company_id = own.company_id
                           AND purchase.date_approve >= own.period_start AND purchase.date_approve < own.period_end + 1
                           AND purchase.currency_rate > 0 AND line.product_uom_qty > 0) AS every
             WHERE every.price > 0
          GROUP BY own.score_id
            HAVING SUM(own.pieces * every.price) > 0""", tuple(self.ids))
