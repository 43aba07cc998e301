def test_crowd(api, crowd, fake):
    """Each client does its part, and nothing is lost."""
    words = [fake.word() + str(number) for number in range(8)]

    def work(client, number):
        assert client.put("/rows", json=words[number]).status_code == 200
        return number

    assert crowd.run(8, work) == list(range(8))
    assert set(words) <= set(api.get("/rows").json())
