from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class AftersalesOffer(models.Model):
    """A free campaign: work that the house gives while the offer runs, a check or a wash (contracts §6). Whoever works on
    an order gives it by one click; nobody pays for it, and what it costs is the campaign's."""
    _inherit = 'aftersales.offer'

    free_operation_ids = fields.Many2many(  # one that is archived is still what was given
        'aftersales.operation', string="Work That Is Free", check_company=True, context={'active_test': False},
        help="While the offer runs, advisors give it free by one click on the job.")
    is_once_a_car = fields.Boolean(string="Once a Car", default=True, help="A car has the free work once, not at each visit.")
    cost_account_id = fields.Many2one(
        'account.account', string="Account of Its Cost", check_company=True, index='btree_not_null', ondelete='restrict',
        groups='aftersales.group_manager', help="Parts that are given free are booked there when they are issued. Empty: as "
        "what the house uses itself.")
    cost_location_id = fields.Many2one(
        'stock.location', string="Where Its Parts Go", readonly=True, copy=False, index='btree_not_null', check_company=True,
        ondelete='restrict', groups='aftersales.group_manager')
    free_job_count = fields.Integer(
        string="Times Given Free", compute='_compute_free_figures', groups='aftersales.group_price',
        help="Jobs of it that were neither cancelled nor declined.")
    free_value = fields.Monetary(
        string="Value Given Free", compute='_compute_free_figures', groups='aftersales.group_price',
        help="List value of that work and its parts, with taxes.")
    free_hours = fields.Float(
        string="Hours Given Free", compute='_compute_free_figures', groups='aftersales.group_price', bounds=(0, 1e9))
    free_parts_cost = fields.Monetary(
        string="Cost of Free Parts", compute='_compute_free_figures', groups='aftersales.group_price',
        help="What parts that were issued for it cost, less what came back.")
    currency_id = fields.Many2one(related='company_id.currency_id')

    # === COMPUTE METHODS ===#

    def _compute_free_figures(self):
        found = self._fetch_free_figures() if self.ids else {}
        for offer in self:
            count, value, hours, cost = found.get(offer._origin.id, (0, 0.0, 0.0, 0.0))
            offer.free_job_count, offer.free_value, offer.free_hours, offer.free_parts_cost = count, value, hours, cost

    def _fetch_free_figures(self):
        """:return: dict of offer's id: times given, list value, hours, cost of parts"""
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            """
            SELECT job.offer_id, COUNT(DISTINCT job.id), COALESCE(SUM(line.price_total), 0),
                   COALESCE(SUM(line.quantity) FILTER (WHERE line.line_type = 'labour'), 0), COALESCE(SUM(spent.cost), 0)
              FROM aftersales_job AS job
         LEFT JOIN aftersales_order_line AS line ON line.job_id = job.id
         LEFT JOIN LATERAL (
                SELECT SUM(CASE WHEN source.usage = 'internal' THEN move.value ELSE -move.value END) AS cost
                  FROM stock_move AS move
                  JOIN stock_location AS source ON source.id = move.location_id
                 WHERE move.aftersales_line_id = line.id AND move.state = 'done') AS spent ON TRUE
             WHERE job.offer_id IN %(ids)s AND job.state != 'cancelled' AND COALESCE(job.approval, '') != 'declined'
          GROUP BY job.offer_id
            """, ids=tuple(self._origin.ids)))
        return {row[0]: row[1:] for row in rows}

    # === ACTION METHODS ===#

    def action_view_free_jobs(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Given Free"), 'res_model': 'aftersales.job',
            'views': [(False, 'list'), (False, 'form')], 'domain': [('offer_id', '=', self.id)]}

    # === BUSINESS METHODS ===#

    def _after_published(self, source):
        super()._after_published(source)
        for offer in self.sudo():  # sudo: where its parts go is the system's
            if offer.cost_account_id and not offer.cost_location_id:
                customers, __ = self.env['stock.warehouse']._get_partner_locations()
                offer.cost_location_id = self.env['stock.location'].sudo().create({  # sudo: as above
                    'name': offer.name, 'location_id': customers.id, 'usage': 'customer', 'company_id': offer.company_id.id,
                    'valuation_account_id': offer.cost_account_id.id})

    @api.model
    def _find_free(self, jobs):
        """Campaigns that give each job's work free at its outlet today, the one that ends first before others.

        :return: dict of job: campaigns; those of a company are read at once, for one job or many
        """
        found = dict.fromkeys(jobs, self.browse())
        for company, own in jobs.filtered('operation_id').grouped('company_id').items():
            today = self._get_today(company)
            offers = self.search(Domain([
                ('state', '=', 'published'), ('company_id', '=', company.id), ('valid_from', '<=', today),
                ('free_operation_ids', 'in', own.operation_id.ids),
            ]) & (Domain('valid_to', '=', False) | Domain('valid_to', '>=', today)), order='valid_to, id', limit=200)
            for job in own if offers else ():
                found[job] = offers.filtered(lambda offer, job=job: (
                    job.operation_id in offer.free_operation_ids
                    and (not offer.workshop_ids or job.workshop_id in offer.workshop_ids)))
        return found

    def _get_free_refusal(self, job):
        """:return: why the car does not have it free, in words"""
        self.ensure_one()
        if not self.is_once_a_car:
            return None
        # sudo: that the car had it is told, wherever it was
        before = self.env['aftersales.job'].sudo().search([
            ('offer_id', '=', self.id), ('vehicle_id', '=', job.vehicle_id.id), ('id', '!=', job.id),
            ('state', '!=', 'cancelled'), ('approval', '!=', 'declined')], limit=1)
        return before and self.env._(
            "%(car)s had “%(offer)s” already, on %(order)s: it is given once a car.", car=job.vehicle_id.display_name,
            offer=self.name, order=before.order_id.name)
