class Steps:
    """The way of an order through the house, each step as the person takes it whose work it is.

    They take one order or many, and give it back where the next step wants it.
    """

    @classmethod
    def receive(cls, orders):
        orders.with_user(cls.user_advisor).action_receive()
        return orders

    @classmethod
    def approve(cls, orders, **answer):
        """The customer says yes on the phone to all he is asked for."""
        jobs = orders.job_ids.filtered(lambda job: job.approval != 'not_needed')
        jobs.with_user(cls.user_advisor)._approve('phone', **answer)
        return orders

    @classmethod
    def issue(cls, orders):
        """All parts that are waited for, which lie on the shelf."""
        pickings = orders.sudo().picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))
        cls.fill_shelf(pickings.move_ids)
        pickings = pickings.with_user(cls.user_parts)
        pickings.move_ids.picked = True
        pickings.button_validate()
        return orders

    @classmethod
    def fill_shelf(cls, moves):
        """What the moves take and nobody has bought: there without a cost of its own, and reserved for them."""
        Quant = cls.env['stock.quant'].sudo()
        for (product, place), asked in moves.grouped(lambda move: (move.product_id, move.location_id)).items():
            held = sum(Quant._gather(product, place).mapped('quantity'))
            missing = sum(asked.mapped('product_qty')) - held
            if product.is_storable and place.usage == 'internal' and missing > 0:
                Quant._update_available_quantity(product, place, missing)
        moves._action_assign()

    @classmethod
    def work(cls, orders):
        jobs = orders.job_ids.filtered(lambda job: job._is_live()).with_user(cls.user_technician)
        jobs.action_start()
        jobs.action_done()
        return orders

    @classmethod
    def inspect(cls, orders):
        """Nothing is found wrong with any job."""
        jobs = orders.job_ids.filtered(lambda job: job._is_live()).with_user(cls.user_inspector)
        jobs.inspection_ids.action_all_ok()
        jobs._transition('passed')
        return orders

    @classmethod
    def deliver(cls, orders):
        orders.with_user(cls.user_advisor).action_deliver()
        return orders

    @classmethod
    def cancel(cls, documents, reason="The customer stays away"):
        """By the dialog, as whoever the documents are of."""
        action = documents.action_ask_cancel()
        wizard = documents.env[action['res_model']].with_context(**action['context'])
        wizard.create({'reason': reason}).action_apply()
        return documents

    @classmethod
    def reopen(cls, documents, reason="The customer comes after all"):
        """By the dialog, as whoever the documents are of."""
        action = documents.action_ask_reopen()
        wizard = documents.env[action['res_model']].with_context(**action['context'])
        wizard.create({'reason': reason}).action_apply()
        return documents

    @classmethod
    def forget_notices(cls):
        """The demo's customers wait for notices too; theirs come first and take the queue's time on a slow machine."""
        cls.env['aftersales.notice'].search([('state', '=', 'pending')]).unlink()

    def send_notices(self):
        """The queue, as the scheduler works through it."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_send_notices').method_direct_trigger()
        self.env.invalidate_all()

    @classmethod
    def invoice(cls, orders):
        return orders.with_user(cls.user_accountant)._create_invoices()
