from collections.abc import Set

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# The domain of a search, for the query under it.
ASKED = 'aftersales.stock_flow_asked'
# Ways of what is used, or goes back to suppliers: the rest lies there, in this store or in another.
USES = ('out_a', 'out_b', 'out_c', 'out_d', 'out_counter', 'out_other')
WAY = SQL(
    """
    CASE WHEN place.usage = 'inventory' AND move.scrap_id IS NULL THEN 'difference'
         WHEN place.sign > 0 THEN CASE
             WHEN place.usage = 'supplier' AND move.purchase_line_id IS NOT NULL THEN 'in_bought'
             WHEN place.usage = 'supplier' THEN 'in_maker'
             WHEN place.usage = 'customer' THEN 'in_returned'
             WHEN place.usage IN ('internal', 'transit') THEN 'in_transfer' ELSE 'in_other' END
         WHEN place.usage = 'inventory' THEN 'out_scrap'
         WHEN place.usage IN ('internal', 'transit') THEN 'out_transfer'
         WHEN move.aftersales_counter_line_id IS NOT NULL THEN 'out_counter'
         WHEN place.usage = 'customer' AND job.service_class IS NOT NULL THEN 'out_' || job.service_class
         ELSE 'out_other' END
    """)


class Asked(tuple):
    """Bounds that a search has found; what a client writes into its context is none."""

    __slots__ = ()


class AftersalesStockFlowMixin(models.AbstractModel):
    """What came into stores and left them, line by line, as the tables of months and of days read it (parts 12)."""
    _name = 'aftersales.stock.flow.mixin'
    _description = "What Came into Stores and Left Them"
    _inherit = ['aftersales.analysis.mixin']

    _flow_date = None  # the field that says when

    def _search(self, domain, *args, **kwargs):
        """The database cannot see by itself what of the flow changes nothing of what is asked for: it is told."""
        asked = self.with_context(**{ASKED: self._get_bounds(Domain(domain).optimize_full(self))})
        return super(AftersalesStockFlowMixin, asked)._search(domain, *args, **kwargs)

    @api.model
    def _get_bounds(self, domain):
        """:return: (field, value) of conditions of ``domain`` that hold for all of it: the first date, ids"""
        bounds = []
        for part in domain.children if getattr(domain, 'OPERATOR', None) == '&' else (domain,):
            name, operator, value = (getattr(part, key, None) for key in ('field_expr', 'operator', 'value'))
            values = tuple(value) if operator == 'in' and isinstance(value, (Set, tuple, list)) else ()
            if name == self._flow_date and (operator in ('>', '>=') and value or values and all(values)):
                bounds.append((name, fields.Date.to_date(min(values) if values else value)))
            elif name in ('id', 'product_id') and values and all(isinstance(number, int) for number in values):
                bounds.append((name, values))
        return Asked(bounds)

    def _get_found_bounds(self):
        """What the search under way found."""
        asked = self.env.context.get(ASKED)
        return asked if isinstance(asked, Asked) else ()

    def _get_begin(self, day, zone):
        """When a day begins by the clock of ``zone``, in the time of the database."""
        return SQL("%s::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC'", day, zone)

    def _get_flow(self, zone, period, more, only=None, way=None, few=False):
        """Lines that came into a store (pieces above zero) or left it, each with its way.

        :param zone: whose clock says what a day is
        :param period: ``month`` or ``day``, and the name of its column
        :param more: SQL of a last column, of ``line``, ``move``, ``product`` and ``place``
        :param only: SQL of a condition on ``line`` and ``move``, else all of them
        :param way: SQL of the way, of ``move`` and ``place``, where less than all ways is told
        :param few: whether ``only`` leaves little of all that ever moved, see ``_get_lines``
        """
        return SQL(
            """
            SELECT place.warehouse_id, line.product_id,
                   date_trunc(%(period)s, move.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS %(name)s,
                   place.sign * line.quantity_product_uom AS pieces,
                   %(way)s AS way, %(more)s
              FROM %(lines)s
              JOIN product_product product ON product.id = line.product_id
              JOIN stock_location source ON source.id = line.location_id
              JOIN stock_location target ON target.id = line.location_dest_id
         LEFT JOIN aftersales_order_line part ON part.id = move.aftersales_line_id
         LEFT JOIN aftersales_job job ON job.id = part.job_id
        CROSS JOIN LATERAL (VALUES
                       (1, CASE WHEN target.usage = 'internal' THEN target.warehouse_id END, source.usage,
                        CASE WHEN source.usage = 'internal' THEN source.warehouse_id END),
                       (-1, CASE WHEN source.usage = 'internal' THEN source.warehouse_id END, target.usage,
                        CASE WHEN target.usage = 'internal' THEN target.warehouse_id END)
                   ) AS place(sign, warehouse_id, usage, other_id)
             WHERE line.state = 'done' AND line.company_id IN %(companies)s AND place.warehouse_id IS NOT NULL
                   AND place.warehouse_id IS DISTINCT FROM place.other_id AND %(only)s
            """, only=only or SQL("TRUE"), zone=zone, period=period, name=SQL.identifier(period), more=more, way=way or WAY,
            companies=tuple(self.env.companies.ids), lines=self._get_lines(few))

    @api.model
    def _get_lines(self, few=False):
        """SQL of ``move`` and its ``line``; of few moves each looks its lines up, where PostgreSQL would rather read all lines
        that ever were."""
        if not few:
            return SQL("stock_move_line line JOIN stock_move move ON move.id = line.move_id")
        return SQL(
            "stock_move move"
            " CROSS JOIN LATERAL (SELECT * FROM stock_move_line own WHERE own.move_id = move.id OFFSET 0) AS line")
