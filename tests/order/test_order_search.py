from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestOrderSearch(OrderCommon):
    """faults P3: an order is found by its number, its plate in any notation, VIN, phone and name, through one index."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vehicle.write({'license_plate': '沪D·S1027', 'vin_sn': 'LSVAA2184E2100001'})
        cls.customer.write({'name': "Wang Xiulan", 'phone': '+86 138 0013 8123'})
        cls.order, cls.other = cls._create_orders(), cls._create_orders(vehicle_id=cls.vehicle_2.id)
        cls.env.flush_all()

    def _find(self, text, model='aftersales.order'):
        found = self.env[model].with_user(self.user_advisor).name_search(text)
        return [record_id for record_id, __ in found]

    def test_found_by_what_is_typed(self):
        """faults P3: a plate without its dot, a phone, a VIN find the order."""
        for text in ('沪DS1027', '沪D·S1027', 'S1027', self.order.name, 'LSVAA2184E2100001', '2100001'):
            with self.subTest(text=text):
                found = self._find(text)
                self.assertIn(self.order.id, found)
                self.assertNotIn(self.other.id, found)
        for text in ('13800138123', '+86 13800138123', 'xiulan wang'):
            with self.subTest(text=text):
                self.assertIn(self.order.id, self._find(text))

    def test_jobs_are_found_like_their_order(self):
        """faults P3: jobs are found by plate, number and phone of the order, and by their own name."""
        for text in ('沪DS1027', self.order.name, '13800138123', self.order.job_ids[0].name):
            with self.subTest(text=text):
                self.assertIn(self.order.job_ids[0].id, self._find(text, 'aftersales.job'))
        self.assertNotIn(self.other.job_ids[0].id, self._find('沪DS1027', 'aftersales.job'))

    def test_key_follows(self):
        """faults P3: a new phone and a new plate find the estimate; the plate of a received order stays, too."""
        self.customer.phone = '+86 139 1111 2222'
        self.assertIn(self.order.id, self._find('13911112222'))
        self.assertNotIn(self.order.id, self._find('13800138123'))
        self.order.action_receive()
        self.vehicle.license_plate = '沪A·77777'
        for text in ('沪A77777', '沪DS1027'):
            self.assertIn(self.order.id, self._find(text))

    def test_index_serves(self):
        """faults P3: the search is one look into one index: no other table and no OR stand beside it."""
        self.env.cr.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'aftersales_order__search_key_index'")
        self.assertIn('gin_trgm_ops', self.env.cr.fetchone()[0])
        query = self.env['aftersales.order']._search([('display_name', 'ilike', 'S1027')])
        query = str(self.env.cr.mogrify(query.select()), 'utf-8')
        self.assertIn('search_key', query)
        self.assertNotRegex(query, 'JOIN|EXISTS| OR ')


@tagged('post_install', '-at_install')
class TestCustomerSearch(OrderCommon):
    """faults P4: a customer is found by any part of the name and by phone, through indexes."""

    def test_found_by_phone(self):
        self.customer.phone = '+86 21 5268 7648'
        for text in ('02152687648', '+86 21 5268 7648', '52687648', '0086-21-52687648'):
            with self.subTest(text=text):
                found = self.env['res.partner'].with_user(self.user_advisor).name_search(text)
                self.assertIn(self.customer.id, [partner_id for partner_id, __ in found])

    def test_index_serves(self):
        query = self.env['res.partner']._search([('display_name', 'ilike', 'Xiulan')], order='id')
        # A small table is read by its primary key rather: those of this kind are read by bitmaps only.
        self.env.cr.execute('SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off')
        self.env.cr.execute('EXPLAIN ' + str(self.env.cr.mogrify(query.select()), 'utf-8'))
        plan = '\n'.join(line for line, in self.env.cr.fetchall())
        self.assertIn('aftersales_complete_name', plan)
