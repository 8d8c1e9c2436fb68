from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesStockingPolicy(models.Model):
    """Who keeps a store, and how often it is checked (issue 12)."""
    _inherit = 'aftersales.stocking.policy'

    keeper_id = fields.Many2one(
        'res.users', string="Storekeeper", index='btree_not_null', tracking=True, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", help="Who checks the store, and answers for it.")
    check_days = fields.Integer(
        string="Checked Every (Days)", default=7, required=True, tracking=True, bounds=(0, 365),
        help="0: no checks of the store are planned.")
    next_check_date = fields.Date(string="Next Check", readonly=True, copy=False)
    reviewed_month = fields.Date(string="Quality Checks Planned For", readonly=True, copy=False)

    spot_user_id = fields.Many2one(
        'res.users', string="Spot Checks By", index='btree_not_null', tracking=True, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who of accounting has parts counted that chance chooses. Empty: none are planned.")
    spot_days = fields.Integer(
        string="Spot Check Every (Days)", default=7, required=True, tracking=True, bounds=(0, 365), help="0: none are planned.")
    spot_parts = fields.Integer(
        string="Parts of a Spot Check", default=10, required=True, tracking=True, bounds=(1, 1000))
    next_spot_date = fields.Date(string="Next Spot Check", readonly=True, copy=False)

    @api.model
    def _cron_plan_store_checks(self, batch_size=100):
        """Plan the check of each store whose turn it is."""
        self._create_missing()
        # sudo: a scheduled action works for all companies
        self.sudo()._work_through(
            Domain('check_days', '>', 0) & (
                Domain('next_check_date', '=', False) | Domain('next_check_date', '<=', fields.Date.today())),
            '_plan_store_check', batch_size)

    def _plan_store_check(self):
        for policy in self:
            policy._plan_store_check_alone()

    def _plan_store_check_alone(self):
        """The check of today, unless one is open already, which is late then; and the day of the next one."""
        self.ensure_one()
        today = self.company_id._get_today()
        Check = self.env['aftersales.store.check'].with_company(self.company_id)
        if not Check.search_count([('warehouse_id', '=', self.warehouse_id.id), ('state', '=', 'open')], limit=1):
            lang = self.keeper_id.lang or self.company_id.partner_id.lang
            check = Check.with_context(lang=lang or self.env.lang).create(
                {'warehouse_id': self.warehouse_id.id, 'date': today})
            if check.keeper_id:
                check.activity_schedule(
                    'mail.mail_activity_data_todo', today, user_id=check.keeper_id.id,
                    summary=self.env(context={**self.env.context, 'lang': lang})._("Check the store and sign it"))
        # By the clock that its turn is asked by.
        self.next_check_date = fields.Date.today() + timedelta(days=self.check_days)

    # === QUALITY CHECKS OF STOCK ===#

    @api.model
    def _cron_plan_stock_reviews(self, batch_size=50):
        """Once a month, the quality checks of each store for the classes whose turn it is."""
        self._create_missing()
        month = fields.Date.today().replace(day=1)
        # sudo: a scheduled action works for all companies
        self.sudo()._work_through(
            Domain('reviewed_month', '=', False) | Domain('reviewed_month', '<', month), '_plan_stock_reviews', batch_size)

    def _plan_stock_reviews(self):
        for policy in self:
            policy._plan_stock_reviews_alone()

    def _plan_stock_reviews_alone(self):
        """A check for each class that was not looked at for as long as it says, with what lies there of it."""
        self.ensure_one()
        today = self.company_id._get_today()
        Review = self.env['aftersales.stock.review'].with_company(self.company_id)
        classes = self.env['aftersales.part.class'].search([('review_months', '>', 0)])
        last = dict(Review._read_group(
            [('warehouse_id', '=', self.warehouse_id.id), ('class_id', 'in', classes.ids)], ['class_id'], ['date:max']))
        month = today.replace(day=1)
        for part_class in classes:
            before = last.get(part_class)
            if before and before.replace(day=1) + relativedelta(months=part_class.review_months) > month:
                continue
            review = Review.new({'warehouse_id': self.warehouse_id.id, 'class_id': part_class.id})
            if review._read_here():
                review = Review.create({
                    'warehouse_id': self.warehouse_id.id, 'class_id': part_class.id, 'date': today,
                    'user_id': self.keeper_id.id})
                review._collect()
        self.reviewed_month = month

    # === SPOT CHECKS ===#

    @api.model
    def _cron_plan_spot_checks(self, batch_size=100):
        """Plan the spot check of each store whose turn it is."""
        self._create_missing()
        # sudo: a scheduled action works for all companies
        self.sudo()._work_through(
            Domain('spot_days', '>', 0) & Domain('spot_user_id', '!=', False) & (
                Domain('next_spot_date', '=', False) | Domain('next_spot_date', '<=', fields.Date.today())),
            '_plan_spot_check', batch_size, together=True)

    def _plan_spot_check(self):
        """Spot checks of today with the parts that chance chose, where none is open; and the day of the next ones.

        Told with ``lang=`` of who counts for accounting: see ``_prepare_task_vals`` of the checks.
        """
        Check = self.env['aftersales.spot.check']
        busy = Check.search([('warehouse_id', 'in', self.warehouse_id.ids), ('state', '=', 'open')]).warehouse_id
        checks = Check.create([{
            'warehouse_id': policy.warehouse_id.id, 'parts': policy.spot_parts, 'user_id': policy.spot_user_id.id,
            'date': policy.company_id._get_today(),
        } for policy in self if policy.warehouse_id not in busy])
        for check in checks:
            check._draw()
        empty = checks.filtered(lambda check: not check.line_ids)
        empty.unlink()  # nothing lies there yet
        self._create_tasks('mail.mail_activity_data_todo', {check: check._prepare_task_vals() for check in checks - empty})
        for policy in self:
            policy.next_spot_date = fields.Date.today() + timedelta(days=policy.spot_days)
