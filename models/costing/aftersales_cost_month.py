from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .aftersales_cost_account import KINDS, PURPOSES

SOURCES = [('records', "From Orders"), ('books', "From the Books"), ('hand', "Entered by Hand"), ('course', "From Trainings")]


class AftersalesCostMonth(models.Model):
    """Labour, material, equipment and administration of each outlet and month, and where the figure is from (N5).

    Of the books, only what is posted on accounts that have a kind of cost, split over outlets by their analytic accounts.
    Sublet work is material that is bought. The surcharge for overhead is no cost of its own: what it stands for is booked.
    """
    _name = 'aftersales.cost.month'
    _description = "Costs of the Month"
    _inherit = ['aftersales.month.mixin']
    _asked_field = 'month'
    _asked_by_month = True
    _auto = False

    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    kind = fields.Selection(KINDS, string="Kind of Cost", readonly=True)
    purpose = fields.Selection(PURPOSES, string="Purpose of the Cost", readonly=True)
    source = fields.Selection(SOURCES, string="Where From", readonly=True)
    amount = fields.Monetary(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT (%(row)s * 8 + array_position(%(purposes)s, told.purpose::text)) * 8
                       + array_position(%(sources)s, told.source::text) AS id,
                   told.month, told.company_id, company.currency_id, told.workshop_id, told.kind, told.purpose, told.source,
                   ROUND(SUM(told.amount)::numeric, 2) AS amount
              FROM (%(rows)s) AS told
              JOIN res_company company ON company.id = told.company_id
             WHERE told.company_id IN %(companies)s
          GROUP BY told.month, told.company_id, company.currency_id, told.workshop_id, told.kind, told.purpose, told.source
            HAVING SUM(told.amount) != 0
            """, row=self._get_row_number(), purposes=[key for key, __ in PURPOSES],
            sources=[key for key, __ in SOURCES], rows=self._get_rows(), companies=self._get_companies())

    @api.model
    def _get_month_number(self, row):
        return 1900 * 12 + row // (2097152 * 16 * 8 * 8)

    @api.model
    def _get_row_number(self):
        """SQL of a number of month, outlet or company, and kind of cost: the same whichever months are asked for, in order."""
        return SQL(
            """
            ((((EXTRACT(YEAR FROM told.month)::bigint - 1900) * 12 + EXTRACT(MONTH FROM told.month)::bigint) * 2097152
              + COALESCE(told.workshop_id * 2 + 1, told.company_id * 2)) * 16 + array_position(%s, told.kind::text))
            """, [key for key, __ in KINDS])

    @api.model
    def _get_rows(self):
        """:return: query of month, company, outlet, kind, purpose, source and amount, many rows of each"""
        return SQL(" UNION ALL ").join([
            self._get_order_rows(), self._get_hand_rows(), self._get_book_rows(), self._get_training_rows()])

    @api.model
    def _get_order_rows(self):
        """Jobs are summed up before their sums are told kind by kind: they are many."""
        return SQL(
            """
            SELECT job.month, job.company_id, job.workshop_id, part.kind, 'running' AS purpose, 'records' AS source, part.amount
              FROM (SELECT date_trunc('month', cost.date::timestamp)::date AS month, cost.company_id, cost.workshop_id,
                           SUM(cost.labour_cost) AS labour, SUM(cost.material_cost + cost.sublet_cost) AS material,
                           SUM(cost.equipment_cost) AS equipment
                      FROM aftersales_order_cost cost WHERE cost.company_id IN %s AND %s GROUP BY 1, 2, 3) AS job
              JOIN LATERAL (VALUES ('labour', job.labour), ('material', job.material), ('equipment', job.equipment)
                           ) AS part (kind, amount) ON TRUE
             WHERE NOT EXISTS (SELECT FROM aftersales_cost_account account
                                WHERE account.company_id = job.company_id AND account.kind = part.kind
                                      AND account.purpose = 'running')
            """, self._get_companies(), self._limit_to_asked(SQL("cost.date")))

    @api.model
    def _get_hand_rows(self):
        return SQL("SELECT month, company_id, workshop_id, kind, purpose, 'hand', amount FROM aftersales_cost_entry WHERE %s",
                   self._limit_to_asked(SQL("month")))

    @api.model
    def _get_book_rows(self):
        """A line's part for an outlet by its analytic account; what no outlet bears is the company's."""
        return SQL(
            """
            SELECT date_trunc('month', line.date)::date, line.company_id, split.workshop_id, account.kind, account.purpose,
                   'books', line.balance * split.share
              FROM aftersales_cost_account account
              JOIN account_move_line line ON line.account_id = account.account_id AND line.company_id = account.company_id
              JOIN LATERAL (
                    SELECT workshop.id AS workshop_id, SUM(way.value::numeric) / 100 AS share
                      FROM jsonb_each_text(line.analytic_distribution) AS way
                      JOIN aftersales_workshop workshop
                           ON workshop.company_id = line.company_id
                              AND workshop.cost_analytic_id::text = ANY(string_to_array(way.key, ','))
                  GROUP BY workshop.id
                 UNION ALL
                    SELECT NULL, 1 - COALESCE(SUM(way.value::numeric), 0) / 100
                      FROM jsonb_each_text(line.analytic_distribution) AS way
                      JOIN aftersales_workshop workshop
                           ON workshop.company_id = line.company_id
                              AND workshop.cost_analytic_id::text = ANY(string_to_array(way.key, ','))
              ) AS split ON TRUE
             WHERE line.parent_state = 'posted' AND %s
            """, self._limit_to_asked(SQL("line.date")))

    @api.model
    def _get_training_rows(self):
        return SQL(
            """
            SELECT date_trunc('month', session.training_day)::date, session.company_id, session.workshop_id, 'administration',
                   'training', 'course', session.cost
              FROM aftersales_training_session session
             WHERE session.state = 'held' AND session.cost != 0
                   AND NOT EXISTS (SELECT FROM aftersales_cost_account account
                                    WHERE account.company_id = session.company_id AND account.purpose = 'training')
                   AND %s
            """, self._limit_to_asked(SQL("session.training_day")))

    # === ACTION METHODS ===#

    def action_view_sources(self):
        """Open what the figure is made of."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one row."))
        self.check_access('read')
        end = self.month + relativedelta(months=1)
        place = [('company_id', '=', self.company_id.id)]
        outlet = [('workshop_id', '=', self.workshop_id.id)]
        period = lambda name: [(name, '>=', self.month), (name, '<', end)]  # noqa: E731
        model, domain = {
            'records': ('aftersales.order.cost', [*place, *outlet, *period('date')]),
            'hand': ('aftersales.cost.entry', [
                *place, *outlet, *period('month'), ('kind', '=', self.kind), ('purpose', '=', self.purpose)]),
            'course': ('aftersales.training.session', [
                *place, *outlet, *period('training_day'), ('state', '=', 'held'), ('cost', '!=', 0)]),
            'books': ('account.move.line', [
                *place, *period('date'), ('parent_state', '=', 'posted'), ('account_id', 'in', self._get_accounts().ids),
                *self._get_analytic_domain()]),
        }[self.source]
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("What the Cost Is Made Of"), 'res_model': model,
            'domain': domain, 'views': [(False, 'list'), (False, 'form')], 'context': {'create': False}}

    def _get_accounts(self):
        return self.env['aftersales.cost.account'].search([
            ('company_id', '=', self.company_id.id), ('kind', '=', self.kind), ('purpose', '=', self.purpose)]).account_id

    def _get_analytic_domain(self):
        """Lines of the outlet's account; for the company, all lines: those that outlets bear in part are among them."""
        analytic = self.workshop_id.cost_analytic_id
        return [('analytic_distribution', 'in', analytic.ids)] if analytic else []
