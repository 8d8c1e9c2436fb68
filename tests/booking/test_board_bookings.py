from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestBoardBookings(BoardCommon):
    """Booked cars and special days on the workshop board."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appointment = cls.env['aftersales.appointment'].with_user(cls.user_advisor).create({
            'workshop_id': cls.workshop.id, 'vehicle_id': cls.vehicles[1].id, 'start': cls._at(9),
            'planned_hours': 1.0, 'concern': "Noise", 'technician_id': cls.technician.id,
        })

    def _get_board(self, day=18):
        return self.env['aftersales.workshop'].with_user(self.user_technician).get_board(
            self.workshop.id, f'2026-11-{day}')

    def test_booked_car_is_expected(self):
        board = self._get_board()
        card = next(card for card in board['cards'] if card['kind'] == 'appointment')
        self.assertEqual((card['technician'], card['name'], card['state']), (self.technician.id, "Noise", 'booked'))
        self.assertEqual((card['start'], card['stop']), tuple(
            str(moment) for moment in (self.appointment.work_start, self.appointment.work_stop)))
        self.assertEqual(board['visits'][card['visit']]['plate'], '沪A·T0001')
        self.assertFalse([card for card in self._get_board(19)['cards'] if card['kind'] == 'appointment'])
        self.cancel(self.appointment)
        self.assertFalse([card for card in self._get_board()['cards'] if card['kind'] == 'appointment'])

    def test_bookings_are_news(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env['bus.bus'].sudo().search([]).unlink()
        self.appointment.start = self._at(14)
        self.env.flush_all()
        self.env.cr.precommit.run()
        news = self.env['bus.bus'].sudo().search([('message', 'like', 'aftersales.board/changed')])
        self.assertEqual(len(news), 1)
        self.assertIn(f'appointment-{self.appointment.id}', news.message)

    def test_planned_work_is_laid_around_bookings(self):
        self.appointment.start = self._at(8)
        booked = str(self.appointment.work_start), str(self.appointment.work_stop)

        def get_overlaps():
            """Of each place for the booked technician, whether it is also the booking's."""
            places = self.job.with_user(self.user_dispatcher).get_suggestions()
            return [place['start'] < booked[1] and place['stop'] > booked[0]
                    for place in places if place['technician'] == self.technician.id]

        overlaps = get_overlaps()
        self.assertTrue(overlaps, "the technician has time left")
        self.assertNotIn(True, overlaps)
        self.cancel(self.appointment)
        self.assertIn(True, get_overlaps(), "his first free time is that of the booking")

    def test_special_days(self):
        special = self.env['aftersales.special.day'].create({
            'name': "Stocktaking", 'workshop_id': self.workshop.id, 'date_from': date(2026, 11, 19),
            'hour_from': 10, 'break_from': 12, 'break_to': 12, 'hour_to': 12,
        })
        board = self._get_board(19)
        hours = [['2026-11-19 10:00:00', '2026-11-19 12:00:00']]
        self.assertEqual(board['open'], hours)
        self.assertEqual([row['work'] for row in board['technicians']], [hours, hours])
        special.employee_ids = [Command.set(self.technician_2.ids)]
        self.assertEqual({row['name']: row['work'] for row in self._get_board(19)['technicians']}, {
            'Li Na': hours, 'Wang Wei': []})
        special.is_closed = True
        self.assertFalse(self._get_board(19)['open'])
