// Searches the archive without a server: the words of all posts are in script
// files beside this one, which a page may load from the disk.
"use strict";
(() => {
	const parts = Number(document.currentScript.dataset.parts);
	const field = document.getElementById("words");
	const found = document.getElementById("found");
	const results = document.getElementById("results");
	const loaded = [];
	let search = 0; // number of the newest one

	// The same as searchWords does when the archive is written.
	const fold = text => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
	const wordsOf = text => fold(text).match(/[\p{L}\p{N}\p{M}]+/gu) || [];
	const unspaced = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
	const holds = (words, word) => words.includes(unspaced.test(word) ? word : " " + word);

	window.archivePart = (number, posts) => { loaded[number] = posts; };

	const load = number => new Promise((done, failed) => {
		if (loaded[number]) return done();
		const script = document.createElement("script");
		script.src = "search/" + number + ".js";
		script.onload = () => done();
		script.onerror = () => failed(new Error(script.src));
		document.head.append(script);
	});

	const show = ([href, title, day, author]) => {
		const line = document.createElement("li");
		if (day) {
			const time = document.createElement("time");
			time.dateTime = time.textContent = day;
			line.append(time, " ");
		}
		const link = document.createElement("a");
		link.href = href;
		link.textContent = title;
		line.append(link);
		if (author) {
			const by = document.createElement("span");
			by.className = "by";
			by.textContent = author;
			line.append(" ", by);
		}
		results.append(line);
	};

	const run = async () => {
		const mine = ++search;
		const words = wordsOf(field.value);
		results.textContent = found.textContent = "";
		if (!words.length) return;
		let count = 0;
		for (let number = 1; number <= parts; number++) {
			await load(number);
			if (mine !== search) return; // another one has begun
			for (const post of loaded[number]) {
				if (words.every(word => holds(post[4], word))) {
					show(post);
					count++;
				}
			}
		}
		found.textContent = count === 1 ? "1 post" : count + " posts";
	};

	document.getElementById("search").addEventListener("submit", event => {
		event.preventDefault();
		location.hash = encodeURIComponent(field.value);
		run();
	});
	if (location.hash) {
		field.value = decodeURIComponent(location.hash.slice(1));
		run();
	}
})();
