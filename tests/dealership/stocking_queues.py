class StockingQueues:
    """What the scheduled action of the stock policy works on."""

    def _prepare_propose_stocking(self):
        Policy = self.env['aftersales.stocking.policy']
        Policy._create_missing()
        Policy.search([]).sudo().done_month = '2099-01-01'
        policies = Policy.browse()
        for number in range(self.count):
            warehouse = self.env['stock.warehouse'].create({
                'name': f"Store {number}", 'code': f'QS{number:02}', 'company_id': self.company.id})
            policies += Policy.sudo().create({'warehouse_id': warehouse.id})
        return '_propose', policies
