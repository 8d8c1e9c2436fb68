from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.vehicle import VehicleCommon


@tagged('post_install', '-at_install')
class TestRegisterGroups(VehicleCommon):
    """faults P8: a list by customer or by car shows what it always did, and sums up only the page it shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owners = cls.env['res.partner'].create([{'name': f"Group {letter}"} for letter in 'DBACE'])
        cls.owners[-1].active = False  # a customer who is archived still has his car
        cls.vehicles = cls.env['fleet.vehicle'].create([
            cls._prepare_vehicle(owner_id=owner.id, license_plate=f'GRP {owner.name[-1]}{number}')
            for owner in cls.owners for number in range(2)])
        cls.vehicles += cls.env['fleet.vehicle'].create(cls._prepare_vehicle(owner_id=False, license_plate='GRP none'))
        # Another company's car is no row of the advisor's, nor is its owner a group.
        cls.foreign = cls.env['fleet.vehicle'].create(cls._prepare_vehicle(
            license_plate='GRP foreign', company_id=cls.other_company.id,
            owner_id=cls.env['res.partner'].create({'name': "Group 0"}).id))
        cls.env['fleet.vehicle.odometer'].create([
            {'vehicle_id': vehicle.id, 'value': value, 'date': day} for vehicle in cls.vehicles
            for value, day in ((10, '2025-01-01'), (9000, '2026-01-01'))])

    def _get_pages(self, model, groupby, domain, sums, limit):
        """All groups, page by page, and how many there are said to be."""
        Model, pages, lengths = self.env[model].with_user(self.user_advisor), [], set()
        for offset in range(0, 30, limit):
            page = Model.web_read_group(domain, [groupby], sums, limit=limit, offset=offset, order=None)
            pages += page['groups']
            if page['groups']:
                lengths.add(page['length'])
        return pages, lengths

    def test_same_as_all_at_once(self):
        """faults P8: names, order, sums, counts and domains of every page, by customer and by car."""
        ids = (self.vehicles | self.foreign).ids
        for model, groupby, domain, sums, count in (
            ('fleet.vehicle', 'owner_id', [('id', 'in', ids)], ['last_odometer:sum'], 6),
            ('fleet.vehicle.odometer', 'vehicle_id', [('vehicle_id', 'in', ids)], ['value:max', 'value:sum'], 11),
        ):
            whole = self.env[model].with_user(self.user_advisor).formatted_read_group(
                domain, [groupby], [*sums, '__count'], order=groupby)
            self.assertEqual(len(whole), count)
            for limit in (1, 2, 5, 6, 11, 20):
                with self.subTest(model=model, limit=limit):
                    pages, lengths = self._get_pages(model, groupby, domain, sums, limit)
                    self.assertEqual(pages, whole)
                    self.assertEqual(lengths, {count})

    def test_other_orders_are_cores(self):
        """faults P8: by the number of cars or backwards the list is sorted as it was."""
        domain = [('id', 'in', self.vehicles.ids)]
        for order in ('owner_id desc', '__count desc, owner_id', 'owner_id asc'):
            with self.subTest(order):
                Vehicle = self.env['fleet.vehicle'].with_user(self.user_advisor)
                whole = Vehicle.formatted_read_group(domain, ['owner_id'], ['__count'], order=order)
                page = Vehicle.web_read_group(domain, ['owner_id'], limit=3, order=order)
                self.assertEqual([group['owner_id'] for group in page['groups']], [group['owner_id'] for group in whole][:3])
                self.assertEqual(page['length'], 6)

    def test_only_the_page_is_summed_up(self):
        """faults P8: what is summed up are the cars of the customers shown."""
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_advisor)
        read_group, summed = type(Vehicle)._read_group, []

        def watch(records, domain, groupby=(), *args, **kwargs):
            if groupby:
                summed.append(records.search(domain, order='id'))
            return read_group(records, domain, groupby, *args, **kwargs)

        with patch.object(type(Vehicle), '_read_group', watch):
            page = Vehicle.web_read_group([('id', 'in', self.vehicles.ids)], ['owner_id'], ['last_odometer:sum'], limit=2)
        self.assertEqual([group['owner_id'][1] for group in page['groups']], ["Group A", "Group B"])
        vehicles, = summed
        self.assertEqual(vehicles.owner_id.mapped('name'), ["Group B", "Group A"])
