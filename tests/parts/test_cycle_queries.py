from odoo.exceptions import AccessError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.models.base.aftersales_log_mixin import CHANGES, Changes
from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestCycleQueries(PartsCommon):
    """faults P11: an order alone asks the database for nothing twice, and for nothing that is not needed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pads, cls.disc = (product.copy({'taxes_id': [Command.clear()]}) for product in (cls.pads, cls.disc))
        cls._put_in_stock(cls.pads, 20)

    # === READING ===#

    def test_lines_come_with_their_fields(self):
        """faults P11: what a one2many of ours finds is read with the same query, and no more than the reader may see."""
        orders = self._create_approved((self.pads, 1)) | self._create_approved((self.pads, 1), (self.disc, 1))
        reads = {
            'line_ids': lambda records: records.line_ids.mapped('quantity'),
            'job_ids': lambda records: records.job_ids.mapped('name'),
        }
        for user in (self.user_advisor, self.user_technician):
            for name, read in reads.items():
                records = orders.with_user(user)
                read(records)  # rights and rules are read once a process
                # Whether the reader may see the orders, and what is found of them.
                self.assertEqual(self.count_queries(read, records), 2, f'{user.login} {name}')
        for user in (self.env.ref('base.public_user'), self.user_other_advisor):
            with self.assertRaises(AccessError):
                orders.with_user(user).line_ids.mapped('quantity')

    # === CLAIMS ===#

    def test_a_claim_is_asked_once_a_transaction(self):
        """faults P11: what a transaction has made or claimed is its own; what a savepoint gave back is claimed anew."""
        orders = self._create_approved((self.pads, 1)) | self._create_approved((self.pads, 1))
        self.env.cr.flush()
        self.env.cr.precommit.clear()
        claim = orders._claim_for_update
        self.assertEqual([self.count_queries(claim), self.count_queries(claim)], [1, 0])
        self.assertEqual(self.count_queries(self._create_order(self._prepare_job((self.pads, 1)))._claim_for_update), 0)
        self.env.cr.precommit.clear()
        with self.env.cr.savepoint() as savepoint:
            orders[:1]._claim_for_update()
            savepoint.rollback()
            self.assertEqual(self.count_queries(orders[:1]._claim_for_update), 1)

    # === LOGS ===#

    def test_changes_are_told_together(self):
        """faults P11: the logs of all that a request changed are written at once, each with its own values and author."""
        orders = self._create_order(self._prepare_job((self.pads, 1))) | self._create_order(self._prepare_job((self.disc, 1)))
        orders = orders.with_context(tracking_disable=False)
        self.env.cr.flush()
        orders.action_receive()
        orders[0].job_ids.with_context(tracking_disable=False).technician_id = self.technician_2
        queries = self._record_queries(self.env.cr.flush)
        for table in ('mail_message', 'mail_tracking_value'):
            self.assertEqual(sum(query.startswith(f'INSERT INTO "{table}"') for query in queries), 1, table)
        self.env.invalidate_all()
        for order in orders:
            message = order.sudo().message_ids.filtered('tracking_value_ids')[:1]
            self.assertEqual((message.model, message.res_id), (order._name, order.id))
            self.assertEqual(message.author_id, self.user_advisor.partner_id)
            state = message.tracking_value_ids.filtered(lambda value: value.field_id.name == 'state')
            self.assertEqual((len(state), state.old_value_char != state.new_value_char), (1, True))
        job = orders[0].job_ids.sudo()
        self.assertIn('technician_id', job.message_ids.tracking_value_ids.field_id.mapped('name'))
        self.assertNotIn('technician_id', orders[1].job_ids.sudo().message_ids.tracking_value_ids.field_id.mapped('name'))

    def test_who_changed_it_is_asked_once(self):
        """P11: who changed documents is read once for all their logs, by one query; a log needs no address for answers."""
        orders = self._create_order(self._prepare_job((self.pads, 1))) | self._create_order(self._prepare_job((self.disc, 1)))
        partner = self.user_advisor.partner_id
        author = (partner.id, partner.email_formatted)
        telling = orders.with_context(**{CHANGES: Changes()})
        self.assertEqual(self.count_queries(lambda: self.assertEqual(telling[0]._message_compute_author(), author)), 1)
        self.assertEqual(telling[1]._message_compute_author(), author)
        orders = orders.with_context(tracking_disable=False)
        self.env.cr.flush()
        orders.action_receive()
        self.env['res.company'].invalidate_model()
        queries = self._record_queries(self.env.cr.flush)
        self.assertFalse([query for query in queries if 'FROM "res_company"' in query.split('WHERE')[0]])
        for order in orders:
            message = order.sudo().message_ids.filtered('tracking_value_ids')[:1]
            self.assertEqual((message.author_id.id, message.email_from), author)

    def test_each_log_tells_its_own(self):
        """faults P11: what a job only shows of its order, the order's log tells."""
        order = self._create_order(self._prepare_job((self.pads, 1))).with_context(tracking_disable=False)
        self.env.cr.flush()
        job = order.job_ids.with_context(tracking_disable=False)
        order.user_id = self.user_manager
        job.technician_id = self.technician_2
        self.env.cr.flush()
        self.env.invalidate_all()
        names = {
            record: set(record.sudo().message_ids.tracking_value_ids.field_id.mapped('name')) for record in (order, job)}
        self.assertIn('user_id', names[order])
        self.assertEqual(names[job], {'technician_id'})

    def test_changes_are_not_told_after_a_rollback(self):
        """faults P11: what was undone is not told, and what is done afterwards is."""
        order = self._create_order(self._prepare_job((self.pads, 1))).with_context(tracking_disable=False)
        with self.env.cr.savepoint() as savepoint:
            order.odometer_in = 50000
            savepoint.rollback()
        order.odometer_in = 60000
        self.env.cr.flush()
        self.env.invalidate_all()
        values = order.sudo().message_ids.tracking_value_ids.filtered(lambda value: value.field_id.name == 'odometer_in')
        self.assertEqual(values.mapped('new_value_float'), [60000.0])

    def _record_queries(self, action):
        queries, execute = [], type(self.env.cr).execute

        def record(cursor, query, *args, **kwargs):
            queries.append(str(getattr(query, 'code', query)).strip())
            return execute(cursor, query, *args, **kwargs)
        self.patch(type(self.env.cr), 'execute', record)
        action()
        self.patch(type(self.env.cr), 'execute', execute)
        return queries

    # === ROWS ===#

    def test_new_rows_are_written_once(self):
        """faults P11: lines and readings go into their tables with what is known of them, and are not written a second time."""
        order = self._create_order(self._prepare_job((self.pads, 1)))
        free = self._create_order(self._prepare_job((self.pads, 1), pay_type_id=self.pay_internal.id))
        self.env.flush_all()
        queries = self._record_queries(lambda: (self._create_order(self._prepare_job((self.pads, 1))), self.env.flush_all()))
        self.assertFalse([query for query in queries if query.startswith('UPDATE "aftersales_order_line"')])
        self.assertEqual([order.line_ids.approval, free.line_ids.approval], ['pending', 'not_needed'])
        queries = self._record_queries(lambda: (order.action_receive(), self.env.flush_all()))
        self.assertFalse([query for query in queries if query.startswith('UPDATE "fleet_vehicle_odometer"')])
        reading = self.env['fleet.vehicle.odometer'].sudo().search([('aftersales_order_id', '=', order.id)])
        self.assertEqual(reading.name, f'{self.vehicle.name} / {reading.date}')
        self.assertEqual(reading.driver_id, self.vehicle.driver_id)

    # === WORDS AND TERMS ===#

    def test_a_car_is_called_by_its_model_of_today(self):
        """P11: make and model are read once for all cars; a new name is there at once, and one that was undone is gone."""
        self.vehicle.is_customer_vehicle = True
        model = self.vehicle.sudo().model_id
        before = f'{model.brand_id.name} {model.name}'
        self.assertIn(before, self.vehicle.display_name)
        self.env.invalidate_all()
        self.assertEqual(self.count_queries(model._get_kept_name), 0)
        for record, after in ((model, f'{model.brand_id.name} New'), (model.brand_id, f'New {model.name}')):
            with self.env.cr.savepoint() as savepoint:
                record.name = 'New'
                self.assertIn(after, self.vehicle.display_name)
                savepoint.rollback()
            self.env.registry.reset_changes()  # as Odoo does when a request fails
            self.env.invalidate_all()
            self.assertIn(before, self.vehicle.display_name)

    def test_a_job_keeps_how_it_is_settled(self):
        """faults P11: how a job is settled stands in it and follows its pay type."""
        order = self._create_order(self._prepare_job((self.pads, 1)))
        job = order.job_ids
        self.assertEqual(job.settlement, job.pay_type_id.settlement)
        job.with_user(self.user_manager).pay_type_id = self.pay_internal
        self.env.flush_all()
        self.env.cr.execute('SELECT settlement FROM aftersales_job WHERE id = %s', [job.id])
        self.assertEqual(self.env.cr.fetchone(), ('internal',))

    # === STOCK ===#

    def test_reordering_rules_are_followed(self):
        """faults P11: only parts with a reordering rule are looked for, and those know at once what is to be bought."""
        rules = self.env['stock.warehouse.orderpoint'].create([{
            'product_id': self.pads.id, 'warehouse_id': self.warehouse.id, 'location_id': self.warehouse.lot_stock_id.id,
            'product_min_qty': 19, 'product_max_qty': 30, 'trigger': 'manual',
        }])
        self.assertEqual(rules.qty_to_order, 0)
        order = self._create_approved((self.pads, 3), (self.disc, 1))
        self.assertEqual(rules.qty_to_order, 13)
        self.assertEqual(self.env['stock.warehouse.orderpoint'].search([('qty_to_order', '>', 0)]) & rules, rules)
        self.cancel(order)
        self.assertEqual(rules.qty_to_order, 0)

    def test_stock_is_asked_where_somebody_was_told(self):
        """faults P11: the tasks of arrived parts are looked for before it is asked where the parts are."""
        orders = self._create_approved((self.pads, 1)) | self._create_approved((self.pads, 1))
        self.assertLessEqual(self.count_queries(orders.sudo()._settle_arrivals), 2)
        late = self._create_approved((self.disc, 1))
        self._put_in_stock(self.disc, 1)
        late.sudo().picking_ids.move_ids._action_assign()
        task = late.sudo().activity_ids
        self.assertEqual(task.activity_type_id, self.env.ref('aftersales.mail_activity_parts_arrived'))
        (orders | late).sudo()._settle_arrivals()
        self.assertTrue(task.exists())
        self._issue(late)
        self.assertFalse(task.exists())

    def test_moves_are_added_up_for_missing_parts_alone(self):
        """faults P11: whether parts are here is told by the shelves; what will come is asked for parts that are not."""
        here = self._create_order(self._prepare_job((self.pads, 20)))
        short = self._create_order(self._prepare_job((self.pads, 21), (self.disc, 1)))
        queries = self._record_queries(lambda: self.assertEqual(here.line_ids.parts_state, 'here'))
        self.assertFalse([query for query in queries if 'SUM("stock_move"' in query])
        self.assertEqual(short.line_ids.mapped('parts_state'), ['not_here', 'not_here'])

    # === VISITS ===#

    def test_first_visit(self):
        """faults P11: a car's first visit is told by its orders, and no estimate looks through all of them."""
        other = self.vehicle.copy({'license_plate': 'FIRST-2', 'vin_sn': False})
        days = [Datetime.to_datetime(day) for day in ('2026-05-04 08:00:00', '2026-03-02 08:00:00')]
        before = self.vehicle.first_visit_date
        estimate = self._create_order(self._prepare_job((self.pads, 1)), vehicle_id=other.id)
        self.assertFalse(other.first_visit_date)
        estimate.action_receive()
        self.assertEqual(other.first_visit_date, estimate.received_date)
        later = self._create_order(self._prepare_job((self.pads, 1)), vehicle_id=other.id)
        later.action_receive()
        self.assertEqual(other.first_visit_date, estimate.received_date)
        # What was imported, or entered afterwards by the system, counts as well.
        for order, day in zip(estimate | later, days, strict=True):
            order.sudo().received_date = day
        self.assertEqual(other.first_visit_date, days[1])
        later.sudo().received_date = False
        self.assertEqual(other.first_visit_date, days[0])
        self.assertEqual(self.vehicle.first_visit_date, before)


@tagged('post_install', '-at_install')
class TestTogether(PartsCommon):
    """faults P11: rows of stock that are made together are those that core makes one by one."""

    def test_new_rows_of_stock(self):
        pads, disc = self.pads.copy(), self.disc.copy()
        self._put_in_stock(pads, 5)
        self._put_in_stock(disc, 5)
        order = self._create_approved((pads, 2), (disc, 3), (pads, 1))
        self._issue(order)
        destination = self.issue_type.default_location_dest_id
        for product, taken in ((pads, 3), (disc, 3)):
            quants = self.env['stock.quant'].search([('product_id', '=', product.id), ('location_id', '=', destination.id)])
            self.assertEqual(quants.mapped('quantity'), [taken])
            self.assertFalse(quants.inventory_quantity_set)
            self.assertEqual(product.with_context(warehouse_id=self.warehouse.id).qty_available, 5 - taken)
