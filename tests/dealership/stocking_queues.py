class StockingQueues:
    """What the scheduled actions of the stock policy and of watched key parts work on."""

    def _prepare_propose_stocking(self):
        return '_propose', self._create_policies('done_month')

    def _prepare_plan_store_checks(self):
        return '_plan_store_check', self._create_policies('next_check_date')

    def _prepare_plan_stock_reviews(self):
        return '_plan_stock_reviews', self._create_policies('reviewed_month')

    def _prepare_ask_supplier_scores(self):
        return '_ask_supplier_scores', self._create_policies('scored_half')

    def _prepare_plan_spot_checks(self):
        policies = self._create_policies('next_spot_date')
        policies.spot_user_id = self.user_accountant
        return '_plan_spot_check', policies

    def _prepare_keep_stock(self):
        return '_keep_stock', self._create_policies('kept_day')

    def _prepare_watch_old_parts(self):
        Watch = self.env['aftersales.old.part.watch']
        Watch.search([]).sudo().checked_date = '2099-01-01'
        return '_watch', Watch.create([{'product_id': product.id} for product in self.env['product.product'].create([
            {'name': f"Key part {number}"} for number in range(self.count)])])

    def _create_policies(self, done_field):
        """Policies of new stores; those that are there wait for nothing."""
        Policy = self.env['aftersales.stocking.policy']
        Policy._create_missing()
        Policy.search([]).sudo().write({done_field: '2099-01-01'})
        policies = Policy.browse()
        first = self.env['stock.warehouse'].with_context(active_test=False).search_count([])
        for number in range(first, first + self.count):
            warehouse = self.env['stock.warehouse'].create({
                'name': f"Store {number}", 'code': f'Q{number:04}', 'company_id': self.company.id})
            policies += Policy.sudo().create({'warehouse_id': warehouse.id})
        return policies
