from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesValueCount(models.Model):
    """What customers did, a row for a customer and a day: what his value is reckoned from (J6).

    A day and not a month: hardly anybody comes twice in a month, so there are not many more rows, and twelve months are
    twelve months on every day of the year. A row holds what was delivered (by the outlet's clock) and what was invoiced
    to him, less credit notes. It is counted anew from orders and invoices whenever one of the customer's changes.
    """
    _name = 'aftersales.value.count'
    _description = "Visits and Money of a Day"
    _log_access = False
    _order = 'counted_day desc, id desc'

    company_id = fields.Many2one('res.company', required=True, index=True, readonly=True, ondelete='cascade')
    currency_id = fields.Many2one(related='company_id.currency_id')
    partner_id = fields.Many2one('res.partner', required=True, index=True, readonly=True, ondelete='cascade')
    customer_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, readonly=True, ondelete='cascade',
        help="The firm, where the partner is one of its contacts.")
    counted_day = fields.Date(string="Day", required=True, readonly=True)
    visits = fields.Integer(readonly=True)
    spend = fields.Monetary(string="Spent", readonly=True, groups='aftersales.group_price,base.group_portal')
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True, index='btree_not_null')
    user_id = fields.Many2one('res.users', string="Advisor", readonly=True, index='btree_not_null')

    # A constraint and no index: core's merging of customers looks at those alone.
    _day_uniq = models.Constraint("UNIQUE (company_id, partner_id, counted_day)", "This customer's day is counted already.")
    _customer_idx = models.Index("(company_id, customer_id, counted_day)")
    _counted_idx = models.Index("(counted_day) WHERE visits > 0")

    # === BUSINESS METHODS ===#

    @api.model
    def _count(self, company, partner_ids):
        """Count these customers of the company anew, from what happened; what is right already is not touched."""
        if not partner_ids:
            return
        fresh = self._get_fresh_query(company, partner_ids)
        self.env.cr.execute(SQL(
            """
            WITH fresh AS MATERIALIZED (%(fresh)s), gone AS (
                DELETE FROM aftersales_value_count AS old
                 WHERE old.company_id = %(company)s AND old.partner_id IN %(partners)s
                   AND NOT EXISTS (
                       SELECT FROM fresh WHERE fresh.partner_id = old.partner_id AND fresh.day = old.counted_day))
            INSERT INTO aftersales_value_count AS old (
                   company_id, partner_id, customer_id, counted_day, visits, spend, workshop_id, user_id)
            SELECT %(company)s, fresh.partner_id, COALESCE(partner.commercial_partner_id, partner.id), fresh.day,
                   fresh.visits, fresh.spend, fresh.workshop_id, fresh.user_id
              FROM fresh JOIN res_partner AS partner ON partner.id = fresh.partner_id
                ON CONFLICT (company_id, partner_id, counted_day) DO UPDATE
               SET customer_id = EXCLUDED.customer_id, visits = EXCLUDED.visits, spend = EXCLUDED.spend,
                   workshop_id = EXCLUDED.workshop_id, user_id = EXCLUDED.user_id
             WHERE (old.customer_id, old.visits, old.spend, old.workshop_id, old.user_id) IS DISTINCT FROM (
                   EXCLUDED.customer_id, EXCLUDED.visits, EXCLUDED.spend, EXCLUDED.workshop_id, EXCLUDED.user_id)
            """, fresh=fresh, company=company.id, partners=tuple(partner_ids)))
        self.invalidate_model()

    @api.model
    def _get_fresh_query(self, company, partner_ids):
        """Days of these customers: visits delivered, and what was invoiced to them for work of ours."""
        outlets = self.env['aftersales.workshop'].sudo().with_context(active_test=False).search([
            ('company_id', '=', company.id)])  # sudo: the system counts for all companies
        zones = SQL(", ").join(
            SQL("(%s, %s)", outlet.id, outlet._get_tz().zone) for outlet in outlets) if outlets else SQL("(0, 'UTC')")
        return SQL(
            """
            SELECT happened.partner_id, happened.day, SUM(happened.visits)::int AS visits,
                   SUM(happened.spend) AS spend,
                   (ARRAY_AGG(happened.workshop_id ORDER BY happened.moment DESC)
                       FILTER (WHERE happened.visits > 0))[1] AS workshop_id,
                   (ARRAY_AGG(happened.user_id ORDER BY happened.moment DESC)
                       FILTER (WHERE happened.visits > 0))[1] AS user_id
              FROM (
                   SELECT visit.partner_id, visit.workshop_id, visit.user_id, visit.delivered_date AS moment,
                          (visit.delivered_date AT TIME ZONE 'UTC' AT TIME ZONE zone.name)::date AS day,
                          1 AS visits, 0::numeric AS spend
                     FROM aftersales_order AS visit
                     JOIN (VALUES %(zones)s) AS zone (id, name) ON zone.id = visit.workshop_id
                    WHERE visit.company_id = %(company)s AND visit.partner_id IN %(partners)s
                      AND visit.state = 'delivered' AND visit.delivered_date IS NOT NULL
                    UNION ALL
                   SELECT move.partner_id, NULL, NULL, NULL, move.invoice_date, 0, move.amount_untaxed_signed
                     FROM account_move AS move
                    WHERE move.company_id = %(company)s AND move.partner_id IN %(partners)s
                      AND move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
                      AND move.invoice_date IS NOT NULL
                      AND EXISTS (
                          SELECT FROM account_move_line AS line
                           WHERE line.move_id = move.id AND (line.aftersales_share_job_id IS NOT NULL OR EXISTS (
                                 SELECT FROM aftersales_line_invoice_rel AS link WHERE link.invoice_line_id = line.id)))
                   ) AS happened
          GROUP BY happened.partner_id, happened.day
            """, zones=zones, company=company.id, partners=tuple(partner_ids))

    @api.model
    def _get_next_partners(self, company, after, limit):
        """Customers of the company in the order of their ids, whether or not they are counted yet."""
        self.env.cr.execute(SQL(
            """
            SELECT partner_id FROM (
                   (SELECT DISTINCT partner_id FROM aftersales_order
                     WHERE partner_id > %(after)s AND company_id = %(company)s ORDER BY partner_id LIMIT %(limit)s)
                    UNION
                   (SELECT DISTINCT partner_id FROM account_move
                     WHERE partner_id > %(after)s AND company_id = %(company)s
                       AND move_type IN ('out_invoice', 'out_refund') ORDER BY partner_id LIMIT %(limit)s)
                    UNION
                   (SELECT DISTINCT partner_id FROM aftersales_value_count
                     WHERE partner_id > %(after)s AND company_id = %(company)s ORDER BY partner_id LIMIT %(limit)s)
                   ) AS known
          ORDER BY partner_id LIMIT %(limit)s
            """, after=after, company=company.id, limit=limit))
        return [partner_id for partner_id, in self.env.cr.fetchall()]
