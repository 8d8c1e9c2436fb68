from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

WITHIN = relativedelta(months=12)


class AftersalesMember(models.Model):
    """What a customer has spent and earned with a company in twelve months, and the level that is his by it (G3).

    Worked out at night; his points are asked of his card in Odoo's app for coupons, where that is installed.
    """
    _name = 'aftersales.member'
    _description = "Member"
    _inherit = ['aftersales.batch.mixin']
    _order = 'amount_spent desc, id'
    _rec_name = 'partner_id'
    _check_company_auto = True

    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='cascade')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, readonly=True, index=True, ondelete='cascade')
    currency_id = fields.Many2one(related='company_id.currency_id')
    level_id = fields.Many2one(
        'aftersales.member.level', string="Member Level", readonly=True, index='btree_not_null', ondelete='set null')
    level_date = fields.Date(string="Level Since", readonly=True)
    amount_spent = fields.Monetary(
        string="Spent in 12 Months", readonly=True, bounds=(None, 1e12), groups='aftersales.group_price', help="With taxes.")
    earned = fields.Float(string="Points Earned in 12 Months", readonly=True, bounds=(None, 1e12))
    points = fields.Float(compute='_compute_points', groups='aftersales.group_benefit')
    worked_date = fields.Date(string="Worked Out On", readonly=True, index=True)

    _once_a_company = models.UniqueIndex("(partner_id, company_id)", "This customer is a member already.")

    @api.depends('partner_id', 'company_id')
    def _compute_points(self):
        for company, members in self.grouped('company_id').items():
            balances = self._fetch_balances(company, members.partner_id)
            for member in members:
                member.points = balances.get(member.partner_id, 0.0)

    def _get_failure_document(self):
        return self.partner_id

    # === POINTS ===#

    @api.model
    def _find_points_program(self, company, currency, day=None):
        """The company's own program of points comes first. As the system.

        :param day: when it is to be valid; empty for today
        """
        today = day or fields.Date.context_today(self)
        # sudo: whoever earns or uses points need not run the program
        programs = self.env['loyalty.program'].sudo().search([
            ('program_type', '=', 'loyalty'), ('company_id', 'in', [False, *company.parent_ids.ids]),
            ('currency_id', '=', currency.id)])
        valid = programs.filtered(lambda program: (
            (not program.date_from or program.date_from <= today) and (not program.date_to or program.date_to >= today)))
        return valid.sorted(lambda program: not program.company_id)[:1]

    @api.model
    def _get_points_card(self, program, partner):
        """The customer's card, made with his first points. As the system."""
        cards = program.env['loyalty.card']
        if not program or not partner:
            return cards
        found = cards.search([('program_id', '=', program.id), ('partner_id', '=', partner.id)], order='id', limit=1)
        if not found:
            # Of two first invoices at once one begins again, and finds the card of the other.
            self.env['aftersales.benefit']._lock_program(program, None)
            found = cards.create({'program_id': program.id, 'partner_id': partner.id, 'points': 0.0})
        return found

    @api.model
    def _fetch_balances(self, company, partners):
        """:return: points by customer, of all of his cards with this company"""
        if not self.env['aftersales.benefit']._has_loyalty() or not partners:
            return {}
        # sudo: whoever uses a customer's points need not run the program
        groups = self.env['loyalty.card'].sudo()._read_group([
            ('partner_id', 'in', partners.ids), ('program_id.program_type', '=', 'loyalty'),
            ('program_id.company_id', 'in', [False, *company.parent_ids.ids])], ['partner_id'], ['points:sum'])
        return {partner.with_env(self.env): points for partner, points in groups}

    # === LEVELS ===#

    @api.model
    def _find(self, company, partners):
        """:return: members by customer"""
        # sudo: which level a customer has is told to whoever reads his order
        return {member.partner_id.with_env(self.env): member for member in self.sudo().search([
            ('company_id', '=', company.id), ('partner_id', 'in', partners.ids)])}

    @api.model
    def _cron_work_out(self):
        """Each night: who has come for the first time, then the level of each."""
        today = fields.Date.context_today(self)
        self._add_new()
        self._work_through(
            ['|', ('worked_date', '<', today), ('worked_date', '=', False)], '_work_out', batch=2000, order='worked_date, id',
            together=True)

    @api.model
    def _add_new(self):
        """Whoever has paid for an order is a member of the company, where there are levels at all."""
        if not self.env['aftersales.member.level'].search_count([], limit=1):
            return
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """
            INSERT INTO aftersales_member (company_id, partner_id, create_uid, write_uid, create_date, write_date)
                 SELECT DISTINCT came.company_id, customer.commercial_partner_id, %(uid)s, %(uid)s, %(now)s, %(now)s
                   FROM (SELECT DISTINCT visit.company_id, visit.partner_id FROM aftersales_order AS visit
                          WHERE visit.state = 'delivered' AND visit.delivered_date >= %(since)s) AS came
                   JOIN res_partner AS customer ON customer.id = came.partner_id
                  WHERE NOT EXISTS (SELECT FROM aftersales_member AS known
                                     WHERE known.company_id = came.company_id
                                       AND known.partner_id = customer.commercial_partner_id)
            ON CONFLICT DO NOTHING
            """, uid=self.env.uid, now=fields.Datetime.now(), since=fields.Datetime.now() - WITHIN))

    @api.model
    def _join(self, company, partners):
        """:return: these customers as members, those who are none yet are made some; as the system

        Two at once that make the same one are no fault of either.
        """
        domain = [('company_id', '=', company.id), ('partner_id', 'in', partners.ids)]
        missing = partners - self.search(domain).partner_id
        if missing:
            self.env.cr.execute(SQL(
                """
                INSERT INTO aftersales_member (company_id, partner_id, create_uid, write_uid, create_date, write_date)
                     SELECT %(company)s, customer.id, %(uid)s, %(uid)s, %(now)s, %(now)s
                       FROM res_partner AS customer
                      WHERE customer.id = ANY(%(partners)s)
                ON CONFLICT DO NOTHING
                """, company=company.id, partners=missing.ids, uid=self.env.uid, now=fields.Datetime.now()))
        return self.search(domain)

    def _fetch_card_levels(self, company):
        """:return: dict of customer: levels of the member cards that he has bought and that run"""
        # sudo: as the system
        groups = self.env['aftersales.contract'].sudo()._read_group([
            ('company_id', '=', company.id), ('state', '=', 'active'), ('type_id.kind', '=', 'card'),
            ('end_date', '>=', fields.Date.context_today(self)),
            ('partner_id.commercial_partner_id', 'in', self.partner_id.ids),
        ], ['partner_id', 'type_id'])
        levels = {}
        for partner, contract_type in groups:
            customer = partner.commercial_partner_id
            levels[customer] = levels.get(customer, contract_type.member_level_id.browse()) | contract_type.member_level_id
        return levels

    def _work_out(self):
        """The highest level that is reached or was bought with a card; as the system, together or one by one."""
        today = fields.Date.context_today(self)
        levels = self.env['aftersales.member.level'].search([('active', '=', True)])
        for company, members in self.grouped('company_id').items():
            numbers, cards = members._fetch_numbers(company, today - WITHIN), members._fetch_card_levels(company)
            own = levels.filtered(lambda level, company=company: level.company_id in (company, company.browse()))
            for member in members:
                spent, earned = numbers.get(member.partner_id.id, (0.0, 0.0))
                member.write({'amount_spent': spent, 'earned': earned, 'worked_date': today})
                held = cards.get(member.partner_id, levels.browse())
                level = own.filtered(lambda level, member=member, held=held: level in held or level._reaches(member))[:1]
                if member.level_id != level:
                    member.write({'level_id': level.id, 'level_date': today if level else False})

    def _fetch_numbers(self, company, since):
        """:return: what customers paid for and earned since that day, by id: posted invoices of orders less credit notes"""
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """
            SELECT move.commercial_partner_id, SUM(move.amount_total_signed), SUM(COALESCE(move.aftersales_points, 0))
              FROM account_move AS move
             WHERE move.company_id = %s AND move.commercial_partner_id = ANY(%s) AND move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund') AND move.invoice_date >= %s
               AND EXISTS (SELECT 1 FROM account_move_line AS line
                             JOIN aftersales_line_invoice_rel AS work ON work.invoice_line_id = line.id
                            WHERE line.move_id = move.id)
          GROUP BY move.commercial_partner_id
            """, company.id, self.partner_id.ids, since))
        return {partner_id: (spent, earned) for partner_id, spent, earned in self.env.cr.fetchall()}
