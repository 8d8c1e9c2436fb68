from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .aftersales_stock_flow_mixin import USES
from .aftersales_stock_kept_month import DEAD

# A change is committed after it is stamped: what is stamped so much earlier may not have been there when stock was kept.
MARGIN = '10 minutes'


class AftersalesStockingPolicy(models.Model):
    """What a store had when the month began is kept, and kept anew by night where something of before was changed (H5)."""
    _inherit = 'aftersales.stocking.policy'

    kept_before = fields.Date(string="Stock Kept Before", readonly=True, copy=False)
    kept_at = fields.Datetime(string="Stock Kept On", readonly=True, copy=False)
    kept_zone = fields.Char(string="Stock Kept by the Clock Of", readonly=True, copy=False)
    kept_day = fields.Date(string="Kept Stock Looked At", readonly=True, copy=False)

    @api.model
    def _cron_keep_stock(self, batch_size=100):
        """Look at what is kept of each store once a day."""
        self._create_missing()
        # sudo: a scheduled action works for all companies
        self.sudo()._work_through(
            Domain('kept_day', '=', False) | Domain('kept_day', '<', fields.Date.today()), '_keep_stock', batch_size)

    def _keep_stock(self):
        self.kept_day = fields.Date.today()
        for policy in self:
            zone = policy.company_id._get_clock_zone()
            month = policy.company_id._get_today().replace(day=1)
            if policy.kept_before != month or policy.warehouse_id.id not in policy._get_kept_stores(month, zone):
                policy._keep_stock_before(month, zone)

    def _keep_stock_before(self, month, zone):
        """Write what each part of the store came to, and the sums of each month that is over."""
        self.ensure_one()
        self.env.flush_all()
        Month = self.env['aftersales.stock.month'].with_context(allowed_company_ids=self.company_id.ids)
        for table in ('aftersales_stock_kept', 'aftersales_stock_kept_month'):
            self.env.cr.execute(SQL("DELETE FROM %s WHERE warehouse_id = %s", SQL.identifier(table), self.warehouse_id.id))
        self.env.cr.execute(SQL(
            """
            WITH kept AS (SELECT NULL::int AS warehouse_id, NULL::date AS since WHERE FALSE),
            flow AS (SELECT past.* FROM (%(flow)s) AS past WHERE past.warehouse_id = %(store)s), %(sums)s, %(dead)s,
            parts AS (
                INSERT INTO aftersales_stock_kept (warehouse_id, company_id, product_id, pieces, value, used_month)
                SELECT flow.warehouse_id, %(company)s, flow.product_id, SUM(flow.pieces), SUM(flow.value),
                       COALESCE(MAX(CASE WHEN flow.way IN %(uses)s THEN flow.month END), MIN(flow.month))
                  FROM flow GROUP BY flow.warehouse_id, flow.product_id)
            INSERT INTO aftersales_stock_kept_month (warehouse_id, company_id, categ_id, month, way, pieces, value)
            SELECT warehouse_id, %(company)s, categ_id, month, way, pieces, value FROM sums
             UNION ALL
            SELECT warehouse_id, %(company)s, NULL, month, %(rests)s, 0, value FROM dead
            """, flow=SQL(" UNION ALL ").join(Month._read_flows(zone, SQL("< %s", Month._get_begin(month, zone)))),
            sums=Month._get_sums(), dead=self.env['aftersales.part.figure']._get_dead(month - relativedelta(months=1)),
            store=self.warehouse_id.id, company=self.company_id.id, uses=USES, rests=DEAD))
        self.env['aftersales.stock.kept'].invalidate_model()
        self.env['aftersales.stock.kept.month'].invalidate_model()
        self.write({'kept_before': month, 'kept_at': self.env.cr.now(), 'kept_zone': zone})
        self.flush_recordset()

    @api.model
    def _get_kept_stores(self, month, zone):
        """:return: dict of the id of each store whose stock is kept: before which month, this one or, until the night has
            been, the one before; of no store of which anything of before was changed since: moves, their lines, and costs
            that somebody entered. ``OFFSET`` and the first of their stamps have each store look into the index of what was
            written last: else PostgreSQL reads all that ever moved"""
        Month, companies = self.env['aftersales.stock.month'], tuple(self.env.companies.ids)
        months = (month, month - relativedelta(months=1))
        (since,), = self.env.execute_query(SQL(
            "SELECT MIN(kept_at) - interval %s FROM aftersales_stocking_policy WHERE company_id IN %s AND kept_before IN %s",
            MARGIN, companies, months))
        if not since:
            return {}
        return dict(self.env.execute_query(SQL(
            """
            SELECT policy.warehouse_id, policy.kept_before FROM aftersales_stocking_policy policy
             WHERE policy.company_id IN %(companies)s AND policy.kept_before IN %(months)s AND policy.kept_zone = %(zone)s
                   AND (EXISTS (SELECT FROM aftersales_stock_kept_month past WHERE past.warehouse_id = policy.warehouse_id)
                        OR NOT EXISTS (  -- what was kept before there were sums of months
                            SELECT FROM aftersales_stock_kept past WHERE past.warehouse_id = policy.warehouse_id))
                   AND NOT EXISTS (
                       SELECT FROM stock_move move
                        WHERE move.write_date > %(since)s AND move.write_date > policy.kept_at - interval %(margin)s
                              AND move.state = 'done' AND move.company_id = policy.company_id
                              AND move.date < %(begin)s OFFSET 0)
                   AND NOT EXISTS (
                       SELECT FROM stock_move_line line JOIN stock_move move ON move.id = line.move_id
                        WHERE line.write_date > %(since)s AND line.write_date > policy.kept_at - interval %(margin)s
                              AND line.state = 'done' AND line.company_id = policy.company_id
                              AND move.date < %(begin)s OFFSET 0)
                   AND NOT EXISTS (
                       SELECT FROM product_value worth
                        WHERE worth.write_date > policy.kept_at - interval %(margin)s
                              AND worth.company_id = policy.company_id AND worth.date < %(begin)s OFFSET 0)
            """, companies=companies, months=months, zone=zone, margin=MARGIN, since=since,
            begin=Month._get_begin(SQL("policy.kept_before"), zone))))

    @api.model
    def _forget_kept(self, companies=None):
        """What is kept of these companies' stores, or of all, is not what was: no stamp would tell it."""
        domain = Domain('kept_before', '!=', False)
        if companies is not None:
            domain &= Domain('company_id', 'in', companies.ids)
        self.sudo().search(domain).write({'kept_before': False})  # sudo: what is kept is the system's
